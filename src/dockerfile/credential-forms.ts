/** A credential that is known by its form. */
export interface FoundCredential {
  /** What it is, with its article: `a GitHub token`. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Whether the form alone leaves doubt. */
  readonly doubtful: boolean;
}

interface CredentialForm {
  readonly kind: string;
  /** Matches it, the credential itself in the group `value` where more is needed to know it. Repetitions are bounded. */
  readonly pattern: RegExp;
  readonly doubtful?: boolean;
}

const before = "(?<![A-Za-z0-9_-])";
const after = "(?![A-Za-z0-9_-])";

function form(kind: string, body: string): CredentialForm {
  return { kind, pattern: new RegExp(`${before}${body}${after}`, "g") };
}

/** From the documentation of each service, 2026-11. Test keys and public keys are left out. */
const forms: readonly CredentialForm[] = [
  form("an AWS access key id", "A(?:KIA|SIA)[A-Z2-7]{16}"),
  {
    kind: "an AWS secret access key",
    pattern:
      /(?:aws_?secret_?(?:access_?)?key|secretAccessKey)["']?[ \t]{0,5}[=: ][ \t]{0,5}["']?(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
  },
  form("a GitHub token", "gh[pousr]_[A-Za-z0-9]{36,250}"),
  form("a GitHub token", "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
  form("a GitLab token", "gl(?:pat|dt|rt|ptt|ft|soat)-[A-Za-z0-9_-]{20,64}"),
  form("a Slack token", "xox[abeoprs]-(?:[A-Za-z0-9]{1,80}-){1,5}[A-Za-z0-9]{8,80}"),
  {
    kind: "a Slack webhook",
    pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{8,12}\/B[A-Z0-9]{8,12}\/[A-Za-z0-9]{20,32}/g,
  },
  form("an npm token", "npm_[A-Za-z0-9]{36}"),
  {
    kind: "a package registry token",
    pattern:
      /_authToken["']?[ \t]{0,5}[= ][ \t]{0,5}["']?(?<value>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![0-9a-f-])/g,
  },
  form("a PyPI token", "pypi-AgE[A-Za-z0-9_-]{80,250}"),
  form("a RubyGems token", "rubygems_[a-f0-9]{48}"),
  form("a Docker access token", "dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,40}"),
  form("a Stripe key", "[sr]k_live_[A-Za-z0-9]{20,120}"),
  form("a Google API key", "AIza[A-Za-z0-9_-]{35}"),
  form("a Google client secret", "GOCSPX-[A-Za-z0-9_-]{28}"),
  form("a SendGrid key", "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}"),
  form("an OpenAI key", "sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,250}"),
  form("a Hugging Face token", "hf_[A-Za-z0-9]{34}"),
  form("a DigitalOcean token", "do[opr]_v1_[a-f0-9]{64}"),
  form("a Shopify token", "shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
  form("a Vault token", "hv[sb]\\.[A-Za-z0-9_-]{90,250}"),
  {
    kind: "an Azure storage key",
    pattern: /AccountKey=(?<value>[A-Za-z0-9+/]{86}==)/g,
  },
  {
    kind: "a JSON Web Token",
    pattern: new RegExp(
      `${before}eyJ[A-Za-z0-9_-]{10,400}\\.eyJ[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{20,700}${after}`,
      "g",
    ),
    doubtful: true,
  },
  {
    kind: "a private key",
    // Key material must follow: a line that only looks for such a header is none.
    pattern:
      /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n|\\|["']){0,8}(?:(?:Proc-Type|DEK-Info|Version|Comment):[^\n]{0,200}\n){0,4}(?:\s|\\n|\\|["']){0,8}[A-Za-z0-9+/=]{40}/g,
  },
];

/** Texts in small letters of which every form has one in it. */
export const credentialSigns: readonly string[] =
  "akia asia secret ghp_ gho_ ghu_ ghs_ ghr_ github_pat glpat- gldt- glrt- glptt- glft- glsoat- xox hooks.slack npm_ _authtoken pypi- rubygems_ dckr_ k_live_ aiza gocspx sg. sk- hf_ doo_v1 dop_v1 dor_v1 shp hvs. hvb. accountkey eyj private".split(
    " ",
  );

/** A text without any is not searched further. */
const anySign = new RegExp(credentialSigns.join("|").replaceAll(".", "\\."), "i");

/** The credentials in a text, by their form, in order and without overlaps. Placeholders and known examples are left out. */
export function credentialsIn(text: string): readonly FoundCredential[] {
  if (!anySign.test(text)) return [];
  const found: FoundCredential[] = [];
  for (const { kind, pattern, doubtful = false } of forms) {
    for (const match of text.matchAll(pattern)) {
      const value = match.groups?.value ?? match[0];
      if (kind !== "a private key" && isPlaceholder(value)) continue;
      const start = match.index + match[0].lastIndexOf(value);
      found.push({ kind, start, end: start + value.length, doubtful });
    }
  }
  found.sort((a, b) => a.start - b.start);
  return found.filter(({ start }, index) => index === 0 || start >= (found[index - 1]?.end ?? 0));
}

/** Sequences that people type, and words that say that no real value is meant. */
const typed =
  /example|sample|placeholder|change[-_]?me|dummy|replace|redacted|your[-_]|fake|xxxx|0000|1111|12345678|abcdefgh|deadbeef|\.\.\./i;

/** Beginning of the token that the documentation of JSON Web Tokens shows: `{"sub":"1234567890"`. */
const documentedToken = "eyJzdWIiOiIxMjM0NTY3ODkw";

/**
 * Whether a value of a credential's form is plainly none: it has a telling word or a typed sequence in it, or is too
 * regular to be random (less than 3 bits of Shannon entropy per character; random ones of 16 have 3.5 and more).
 */
export function isPlaceholder(value: string): boolean {
  return typed.test(value) || value.includes(documentedToken) || entropyOf(value) < 3;
}

/** Shannon entropy in bits per character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** A credential with all but its first few characters hidden, for messages. */
export function maskCredential(value: string): string {
  return `${value.slice(0, Math.min(4, value.length >> 2))}…`;
}
