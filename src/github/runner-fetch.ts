/**
 * The `fetch` that goes through the runner's proxy, when one is set: the global one knows nothing of proxies. As an
 * object to spread, empty when there is none.
 */
export async function runnerFetch(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ fetch?: typeof fetch }> {
  const names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];
  if (!names.some((name) => (environment[name] ?? "") !== "")) return {};
  // Loaded only now: the module reads the environment and the event file as soon as it is loaded.
  const { defaults } = await import(/* webpackMode: "eager" */ "@actions/github/lib/utils");
  return { fetch: defaults.request?.fetch as typeof fetch };
}
