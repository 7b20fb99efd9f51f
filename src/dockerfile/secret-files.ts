/** How sure the name of a file makes that there is a secret in it. */
export type SecretFileSign = "certain" | "likely" | "possible";

/** Complete names of files and directories that hold credentials by their purpose. */
const certain = new Set(
  (
    "id_rsa id_dsa id_ecdsa id_ed25519 .pypirc .netrc _netrc .git-credentials .pgpass .my.cnf .dockercfg .vault-token " +
    ".s3cfg .boto kubeconfig .kubeconfig application_default_credentials.json"
  ).split(" "),
);

/** The last two parts of paths that hold credentials. */
const certainPaths =
  /(?:^|\/)(?:\.aws\/credentials|\.kube\/config|\.docker\/config\.json|\.gem\/credentials|\.cargo\/credentials(?:\.toml)?|\.m2\/settings-security\.xml|\.ssh\/id_\w+)$/;

const likelyNames =
  /^(?:\.aws|\.ssh|\.kube|\.gnupg|credentials\.json|client_secrets?\.json|service[-_]?account(?:[-_]?key)?\.json|master\.key|secrets?\.(?:ya?ml|json|toml|env|ini))$/i;

/** What comes with a name to say that it is a pattern to be filled in, or made for tests. */
const harmlessPart =
  /(?:^|[._-])(?:example|sample|template|tmpl|tpl|dist|defaults?|schema|test|testing|tests|ci|fake|dummy|mock|stub|vault|enc|encrypted|age|sops)(?=$|[._-])/i;

/** Directories whose keys are made for tests. */
const forTests = /(?:^|\/)(?:tests?|testdata|test-data|fixtures|examples?|samples?|mocks?|e2e)\//i;

/** Names of keys and certificates that are public. */
const publicPart =
  /(?:^|[._-])(?:pub|public|cert|certs|certificate|crt|ca|cacerts?|cabundle|chain|fullchain|bundle|root|roots|intermediate|trust|truststore|dhparams?|dh\d*|gpg|apt|yum|rpm|release|signing|archive|keyring|repo|repository|nodesource|docker|mysql|nginx|pgdg|postgresql|mongodb|elastic\w*|jenkins|grafana|hashicorp|rds|global)(?=$|[._-]|\d)/i;

/**
 * Whether a file's or directory's path is that of a secret: a private key, stored credentials, an `.env`.
 * @returns how sure that is, null when nothing speaks for it
 */
export function secretFileSign(path: string): SecretFileSign | null {
  const clean = path.replace(/\/+$/, "");
  const name = clean.slice(clean.lastIndexOf("/") + 1);
  if (harmlessPart.test(name) || forTests.test(clean)) return null;
  if (certain.has(name) || certainPaths.test(clean)) return "certain";
  if (likelyNames.test(name)) return "likely";
  if (/^\.env(?:\.(?:local|dev|development|prod|production|staging|stage|live))*$/.test(name))
    return "likely";
  if (/^[\w-]+\.env$|^\.envrc$/.test(name)) return "possible";
  if (name === ".npmrc") return "possible";
  const extension = /\.(pem|key|p12|pfx|jks|keystore|ppk)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return null;
  const stem = name.slice(0, -extension.length - 1);
  if (/(?:^|[._-])(?:priv|private|privkey|secret)(?=$|[._-]|key)/i.test(stem)) return "certain";
  if (publicPart.test(stem)) return null;
  if (extension === "pem") return /(?:^|[._-])key(?=$|[._-])/i.test(stem) ? "certain" : "possible";
  return "likely";
}
