/**
 * The host of a URL, without user, password and port, in lower case; null when the text is no URL with a host.
 * Variables stay as written.
 */
export function hostOfUrl(url: string): string | null {
  const found = /^[a-z][a-z0-9+.-]{1,20}:\/\/([^/?#\s"']+)/i.exec(url)?.[1];
  if (found === undefined) return null;
  const afterUser = found.slice(found.lastIndexOf("@") + 1);
  const host = afterUser.startsWith("[")
    ? afterUser.slice(1).replace(/\].*$/, "")
    : afterUser.replace(/:\d*$/, "");
  return host === "" ? null : host.toLowerCase();
}

/** Endings of names that are not resolved on the public Internet (RFC 6762, RFC 6761, ICANN's `.internal`, and habits). */
const privateEnding =
  /\.(?:local|localhost|localdomain|internal|intranet|intra|lan|home|corp|test|svc|private)$/;

const privateAddress =
  /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)\d|^0\.0\.0\.0$|^(?:::1|f[cd][0-9a-f]{2}:|fe80:)/;

/**
 * Whether a host is this machine or one of a private network: `localhost`, a private address, a name of one label
 * (`nexus`), or one with an ending such as `.local`.
 */
export function isPrivateHost(host: string): boolean {
  if (/[${}]/.test(host)) return false;
  return (
    privateAddress.test(host) ||
    privateEnding.test(host) ||
    !(host.includes(".") || host.includes(":"))
  );
}

/**
 * Whether a host is this very machine, or the one that builds: Docker's default bridge has it at 172.17.0.1
 * (https://docs.docker.com/engine/network/drivers/bridge/), and Docker and Podman give it a name of its own.
 */
export function isThisMachine(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1|172\.17\.0\.1|host\.(?:docker|containers)\.internal)$/.test(
    host,
  );
}
