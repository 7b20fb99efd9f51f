// Makes Dockerfiles that differ as those of real projects do. The same seed makes the same files.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A generator of numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words =
  "alpha bravo carbon delta ember falcon garnet harbor indigo jasper kernel lumen meadow nickel".split(
    " ",
  );
const debianPackages =
  "curl git build-essential ca-certificates libpq-dev vim wget unzip gnupg locales tzdata xz-utils".split(
    " ",
  );
const alpinePackages = "curl git bash openssl tzdata make gcc musl-dev libffi-dev jq".split(" ");

/** What real RUNs do besides installing: steps of a chain that no rule has anything to say of. */
const steps = [
  "mkdir -p /srv/data /var/log/service /etc/service/conf.d",
  "ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime",
  "sed -i 's/^#listen = .*/listen = 0.0.0.0/' /etc/service/service.conf",
  "tar -xzf /opt/vendor/archive.tar.gz -C /opt/vendor --strip-components=1",
  'echo "kernel.shmmax = ${SHMMAX:-68719476736}" >> /etc/service/limits.conf',
  "find /opt/vendor -name '*.sh' -exec grep -l \"prefix\" {} +",
  "if [ -f /opt/vendor/LICENSE ]; then cp /opt/vendor/LICENSE /usr/share/doc/vendor; fi",
  'for module in core http mail; do touch "/etc/service/conf.d/$module.conf"; done',
  "/opt/vendor/configure --prefix=/usr/local --with-ssl --without-docs --enable-threads",
];

/** Comments as they stand above instructions. */
const remarks = [
  "Install what the service needs at run time, and nothing else",
  "See the notes on deployment in the documentation before changing these versions",
  "The order of these steps matters: the cache of the layer above is used as long as nothing changes here",
  "Configuration is read from the environment; the defaults below are meant for development",
  "Kept in one step, so that no intermediate files stay in the image",
];

const families = [
  {
    image: "node",
    tags: [":22", ":20-alpine", "", ":latest", ":22-bookworm-slim"],
    files: { "package.json": "{}\n", "package-lock.json": "{}\n" },
    install: [
      "npm ci && npm cache clean --force",
      "npm install",
      "npm i -g pnpm && pnpm install",
      "yarn install",
    ],
    run: "node server.js",
  },
  {
    image: "python",
    tags: [":3.13", ":3.12-slim", "", ":latest"],
    files: { "requirements.txt": "flask==3.1.2\n" },
    install: [
      "pip install --no-cache-dir -r requirements.txt",
      "pip install -r requirements.txt",
      "pip install flask gunicorn",
    ],
    run: "gunicorn app:app",
  },
  {
    image: "golang",
    tags: [":1.25", ":1.25-alpine", ""],
    files: { "go.mod": "module example.com/app\n" },
    install: ["go mod download && go build ./cmd/app", "go build -o /app ./..."],
    run: "/app",
  },
  {
    image: "eclipse-temurin",
    tags: [":21", ":21-jre-alpine", ":latest"],
    files: { "pom.xml": "<project/>\n" },
    install: ["./mvnw package", "mvn -B package -DskipTests"],
    run: "java -jar app.jar",
  },
  {
    image: "ruby",
    tags: [":3.4", ":3.4-slim"],
    files: { Gemfile: "", "Gemfile.lock": "" },
    install: ["bundle install", "gem install bundler && bundle install"],
    run: "bundle exec puma",
  },
  {
    image: "php",
    tags: [":8.4-fpm", ":8.4-apache"],
    files: { "composer.json": "{}\n" },
    install: ["composer install", "docker-php-ext-install pdo_mysql opcache"],
    run: "php-fpm",
  },
  {
    image: "rust",
    tags: [":1.90", ":latest"],
    files: { "Cargo.toml": "" },
    install: ["cargo build --release", "cargo install --path ."],
    run: "/usr/local/bin/app",
  },
  {
    image: "debian",
    tags: [":bookworm", ":12-slim", ":latest", ""],
    files: {},
    install: [
      "wget -q https://example.com/x.tar.gz && tar xf x.tar.gz",
      "curl -fsSL https://example.com/x.sh | sh",
    ],
    run: "/usr/bin/tool",
  },
  {
    image: "alpine",
    tags: [":3.22", ":latest", ""],
    files: {},
    install: [
      "wget -q https://example.com/x.tar.gz && tar xf x.tar.gz",
      "wget -O- https://example.com/x.sh | sh",
    ],
    run: "/usr/bin/tool",
  },
];

/** One Dockerfile, with the names and texts of the files beside it. */
export function makeDockerfile(index) {
  const random = randomNumbers(index * 7919 + 1);
  const chance = (share) => random() < share;
  const pick = (list) => list[Math.floor(random() * list.length)];
  // Real files have about 1.3 problems that can be fixed (the median of public repositories), not one in every line:
  // three authors in four know what they do. Lists name the better way first.
  const careful = chance(0.75);
  const choose = (list) => (careful ? list[0] : pick(list));
  const slip = (share) => !careful && chance(share);
  const some = (list, most) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(list));
  const family = pick(families);
  const lines = [];
  const remark = (share) => {
    for (let left = 3; left > 0 && chance(share); left--) lines.push(`# ${pick(remarks)}`);
  };
  if (chance(0.1)) lines.push("# syntax=docker/dockerfile:1");
  remark(0.6);
  if (chance(0.3)) lines.push(`ARG VERSION=${1 + Math.floor(random() * 9)}`);
  const stages = chance(0.34) ? 2 + Math.floor(random() * 3) : 1;
  // One file in ten is long, as in the wild.
  const length = chance(0.1) ? 12 : 4;
  for (let stage = 0; stage < stages; stage++) {
    const last = stage === stages - 1;
    lines.push(
      "",
      `FROM ${family.image}${choose(family.tags)}${last ? "" : ` ${choose(["AS", "as"])} ${pick(words)}${stage}`}`,
    );
    if (slip(0.2)) lines.push(`MAINTAINER ${pick(words)}@example.com`);
    if (chance(0.4))
      lines.push(
        `LABEL ${some(words, 3)
          .map((word) => `${word}="${pick(words)}"`)
          .join(" ")}`,
      );
    if (chance(0.5))
      lines.push(
        `ENV ${pick(words).toUpperCase()}=${pick(words)} \\`,
        `    ${pick(words).toUpperCase()}_${choose(["MODE", "TOKEN"])}=${pick(words)}`,
      );
    if (chance(0.7)) lines.push(`WORKDIR ${choose(["/app", "app", "/usr/src/app", "$HOME/x"])}`);
    for (let block = 0; block < 1 + Math.floor(random() * length); block++) {
      remark(0.5);
      lines.push(...makeRun(family, { chance, pick, some, choose, slip }));
    }
    remark(0.5);
    if (chance(0.8))
      lines.push(
        `${choose(["COPY", "ADD"])} ${choose(["src ./src", ". .", ". /app", "--chown=1000 . ."])}`,
      );
    lines.push(`RUN ${choose(family.install)}`);
    if (stage > 0) lines.push(`COPY --from=${stage - 1} /app /app`);
    if (last) {
      if (chance(0.6)) lines.push(`EXPOSE ${pick([80, 3000, 8080])}`);
      if (!slip(0.7)) lines.push(`USER ${choose(["1000", "root", "app", "node"])}`);
      if (chance(0.15)) lines.push("HEALTHCHECK CMD curl -f http://localhost/ || exit 1");
      lines.push(slip(0.5) ? `CMD ${family.run}` : `CMD ${JSON.stringify(family.run.split(" "))}`);
    }
  }
  const newline = index % 500 === 7 ? "\r\n" : "\n";
  return { text: lines.join(newline) + newline, files: family.files };
}

function makeRun(family, { chance, pick, some, choose, slip }) {
  if (chance(0.02))
    return [
      "RUN <<EOF",
      "set -e",
      "apt-get update",
      `apt-get install -y ${pick(debianPackages)}`,
      "EOF",
    ];
  if (chance(0.45)) {
    const chain = [`echo ${pick(words)} > /etc/${pick(words)}.conf`, ...some(steps, 11)];
    return `RUN ${chain.join(" && \\\n    ")}`.split("\n");
  }
  if (chance(0.3)) return [`RUN echo "$(date) ${pick(words)}" | tee -a /etc/${pick(words)}`];
  if (family.image === "alpine" || chance(0.2))
    return [
      `RUN apk add ${choose(["--no-cache ", ""])}\\`,
      ...some(alpinePackages, 5).map((name) => `    ${name} \\`),
      `    ${pick(alpinePackages)}`,
    ];
  const update = choose([
    "RUN apt-get update -qq && apt-get install -y --no-install-recommends \\",
    "RUN apt-get update && apt-get install -y \\",
  ]);
  const packages = some(debianPackages, 7).map((name) => `      ${name} \\`);
  const end = slip(0.5)
    ? [`      ${pick(debianPackages)}`]
    : ["    && rm -rf /var/lib/apt/lists/*"];
  return [update, ...packages, ...end];
}

/**
 * Writes `count` Dockerfiles below a folder, each in one of its own with what lies beside it; those whose text is not
 * accepted are left out. Returns their paths.
 * @param from the number of the first: files of other numbers are other files
 */
export function writeCorpus(folder, count, accepts = () => true, from = 0) {
  const paths = [];
  for (let index = from; paths.length < count; index++) {
    const { text, files } = makeDockerfile(index);
    if (!accepts(text)) continue;
    const home = path.join(folder, String(index).padStart(5, "0"));
    mkdirSync(home, { recursive: true });
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(home, name), content);
    const file = path.join(home, "Dockerfile");
    writeFileSync(file, text);
    paths.push(file);
  }
  return paths;
}

/** Long texts of shapes that tempt a reader into doing more than linear work, each about `bytes` long. */
export const shapes = {
  instructions: (bytes) =>
    `FROM debian:12\n${fill("RUN apt-get update && apt-get install -y curl\nENV A=b\nCOPY a b\n", bytes)}`,
  stages: (bytes) =>
    numbered(
      (index) =>
        `FROM debian:12 AS stage${index}\nRUN echo ${index}\nCOPY --from=stage${Math.max(0, index - 1)} /a /b\n`,
      bytes,
    ),
  continuation: (bytes) =>
    `FROM debian:12\nRUN apt-get install -y \\\n${fill("    curl git vim \\\n", bytes)}    wget\n`,
  chain: (bytes) =>
    `FROM debian:12\nRUN true${fill(" && \\\n    cd /tmp && echo x | sh", bytes)}\n`,
  heredoc: (bytes) =>
    `FROM debian:12\nRUN <<EOF\n${fill("apt-get install -y curl\ncd /tmp\n", bytes)}EOF\n`,
  comments: (bytes) => `${fill("# a comment that says nothing, \\\n", bytes)}FROM debian:12\n`,
  variables: (bytes) =>
    numbered(
      (index) =>
        index === 0 ? "FROM debian:12\n" : `ENV V${index}=$V${index - 1}\nRUN echo $V${index}\n`,
      bytes,
    ),
  labels: (bytes) => `FROM debian:12\nLABEL a=b${fill(' \\\n  "key"="a value"', bytes)}\n`,
  nested: (bytes) =>
    `FROM debian:12\nRUN echo ${"$(echo ".repeat(bytes / 12)}${")".repeat(bytes / 12)}\n`,
};

function fill(text, bytes) {
  return text.repeat(Math.ceil(bytes / text.length));
}

function numbered(line, bytes) {
  let text = "";
  for (let index = 0; text.length < bytes; index++) text += line(index);
  return text;
}
