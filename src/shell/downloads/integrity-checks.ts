import type { ShellScript } from "../model.ts";

const checkers =
  /^(?:(?:md5|sha\d+|b2|b3)sum|shasum|gsha256sum|cksum|gpgv|gpgv2|cosign|minisign|signify|slsa-verifier|rhash|sq|sqv)$/;

/** Whether a script compares what it has with a checksum, or checks a signature, anywhere. */
export function checksIntegrity(script: ShellScript): boolean {
  return script.commands.some(({ name, args }) => {
    if (name === null) return false;
    if (checkers.test(name)) return true;
    const has = (pattern: RegExp): boolean => args.some(({ text }) => pattern.test(text));
    switch (name) {
      case "gpg":
      case "gpg2":
        return has(/^--verify(?:-files)?$/);
      case "openssl":
        return has(/^(?:dgst|sha\d+|md5|smime|cms|pkeyutl)$/);
      case "gh":
        return has(/^attestation$/);
      case "rpm":
      case "rpmkeys":
        return has(/^(?:--checksig|-K)$/);
      case "keytool":
      case "jarsigner":
        return has(/^-verify$/);
      default:
        return /(?:verify|check)[-_]?(?:sum|sha|sig)|verify_download|checksum/i.test(name);
    }
  });
}
