/** A variable by which a program is told not to check certificates. */
export interface TlsVariable {
  /** Whether a value turns the check off. */
  readonly turnsOff: (value: string) => boolean;
}

const isSet: TlsVariable = { turnsOff: (value) => value !== "" };
const isFalse: TlsVariable = { turnsOff: (value) => /^(?:0|false|no|off)$/i.test(value) };
const isZero: TlsVariable = { turnsOff: (value) => value === "0" };
const isTrue: TlsVariable = { turnsOff: (value) => /^(?:1|true|yes|on)$/i.test(value) };

/** From the documentation of each program. Names in capitals; npm and yarn read theirs in small letters too. */
const variables: ReadonlyMap<string, TlsVariable> = new Map([
  ["PYTHONHTTPSVERIFY", isZero],
  ["NODE_TLS_REJECT_UNAUTHORIZED", isZero],
  ["NPM_CONFIG_STRICT_SSL", isFalse],
  ["YARN_STRICT_SSL", isFalse],
  ["YARN_ENABLE_STRICT_SSL", isFalse],
  // Git looks whether it is there, not what it says.
  ["GIT_SSL_NO_VERIFY", isSet],
  ["PIP_TRUSTED_HOST", isSet],
  ["UV_INSECURE_HOST", isSet],
  ["GOINSECURE", isSet],
  ["CONDA_SSL_VERIFY", isFalse],
  ["PERL_LWP_SSL_VERIFY_HOSTNAME", isZero],
  ["BUNDLE_SSL_VERIFY_MODE", isZero],
  ["HEX_UNSAFE_HTTPS", isTrue],
]);

/** Whether a variable of this name and value keeps a program from checking certificates. */
export function turnsTlsCheckOff(name: string, value: string): boolean {
  const known = variables.get(/^(?:npm_config|yarn)_/.test(name) ? name.toUpperCase() : name);
  return known?.turnsOff(value.trim()) ?? false;
}

/** Lines of configuration files that turn the check off. */
const lines =
  /(?:\b|(?<=\\n))(?:strict-ssl[ \t]{0,9}=[ \t]{0,9}false\b|trusted-host[ \t]{0,9}=[ \t]{0,9}[\w.*-]|sslverify[ \t]{0,9}=[ \t]{0,9}(?:0|false|no)\b|ssl_verify_mode:?[ \t]{0,9}[:=]?[ \t]{0,9}0\b|Verify-(?:Peer|Host)"?[ \t]{1,9}["']{0,2}(?:false|0|no)\b|check_certificate[ \t]{0,9}=[ \t]{0,9}off\b|ssl_verify[ \t]{0,9}:[ \t]{0,9}(?:false|no)\b|enableStrictSsl[ \t]{0,9}:[ \t]{0,9}false\b)|"disable-tls"[ \t]{0,9}:[ \t]{0,9}true\b/i;

/**
 * The first place in a text, such as a line for `pip.conf` or `.npmrc`, that turns the check of certificates off.
 * @returns where it begins and what is written there; null when there is none
 */
export function tlsSettingIn(
  text: string,
): { readonly start: number; readonly text: string } | null {
  const found = lines.exec(text);
  return found === null ? null : { start: found.index, text: found[0] };
}
