/** Words that name a secret by themselves. */
const secretWords = new Set(
  "PASSWORD PASSWD PASSPHRASE PASSCODE SECRET SECRETS TOKEN CREDENTIAL CREDENTIALS APIKEY".split(
    " ",
  ),
);

/** Words in front of KEY that make it a secret one. A bare KEY is as often a public one, an index or a cache key. */
const keyQualifiers = new Set(
  "API ACCESS SECRET PRIVATE SIGNING ENCRYPTION MASTER AUTH ACCOUNT DEPLOY SSH".split(" "),
);

/** Last words that make of a secret's name the name of something about it: where it is, how long it lasts, its form. */
const aboutSecrets = new Set(
  (
    "FILE FILES FILENAME PATH PATHS DIR DIRECTORY FOLDER URL URI HOST PORT ENDPOINT SERVER SERVICE NAME NAMES ID IDS " +
    "VERSION TYPE KIND FORMAT ALGORITHM ALG LENGTH SIZE LIMIT COUNT TTL EXPIRY EXPIRES EXPIRATION TIMEOUT LIFETIME AGE " +
    "ENABLED DISABLED REQUIRED PREFIX SUFFIX HEADER FIELD PROVIDER MANAGER STORE BACKEND ENGINE POLICY MOUNT " +
    "REGEX PATTERN ISSUER AUDIENCE SCOPE SCOPES REGION LABEL LABELS USER USERNAME TEMPLATE COMMAND CMD PROGRAM SOCK SOCKET"
  ).split(" "),
);

/** Words that say that no secret is meant, wherever they stand. */
const harmlessWords = new Set(
  "PUBLIC PUB MAX MIN NUM ALLOW ENABLE DISABLE REQUIRE SKIP EMPTY NO".split(" "),
);

/** Whether a variable's name says that its value is a secret: a password, a token, a private key. */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  if (aboutSecrets.has(last) || words.some((word) => harmlessWords.has(word))) return false;
  if (words.some((word) => secretWords.has(word))) return true;
  if (last === "PASS" && words.length > 1) return true;
  return words.some((word, index) => word === "KEY" && keyQualifiers.has(words[index - 1] ?? ""));
}
