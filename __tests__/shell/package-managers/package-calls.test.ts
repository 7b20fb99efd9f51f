import { describe, expect, test } from "@jest/globals";
import type { PackageAction, PackageManager } from "../../../src/shell/model.ts";
import { packageCalls } from "../../../src/shell/package-managers/package-calls.ts";
import { callOf, callsOf, read } from "../read-instruction.ts";

/** `name@version` of each package; `kind:text` of those that are not plain names. */
function packages(command: string): string[] {
  return callOf(command).packages.map(({ kind, name, version, text }) => {
    const shown = version === null ? (name ?? "?") : `${name ?? "?"} ${version}`;
    return kind === "named" ? shown : `${kind}:${name === null ? text : shown}`;
  });
}

function flags(command: string): string[] {
  return callOf(command).flags.map(({ name, value }) =>
    value === null ? name : `${name} ${value}`,
  );
}

describe("manager, subcommand and action", () => {
  test.each<[string, PackageManager, string | null, PackageAction]>([
    ["apt-get update -qq", "apt-get", "update", "update-index"],
    ["sudo -E /usr/bin/apt-get -qy install x", "apt-get", "install", "install"],
    ["apt-get -y dist-upgrade", "apt-get", "dist-upgrade", "upgrade"],
    ["apt-get purge -y --auto-remove", "apt-get", "purge", "remove"],
    ["apt-get clean", "apt-get", "clean", "clean"],
    ["apt-get $OPTS install x", "apt-get", "install", "install"],
    ["apt-get source x", "apt-get", "source", "other"],
    ["apt-get --help", "apt-get", null, "other"],
    ["apt upgrade x", "apt", "upgrade", "install"],
    ["aptitude install x", "aptitude", "install", "install"],
    ["apk --no-cache add x", "apk", "add", "install"],
    ["apk -U upgrade", "apk", "upgrade", "upgrade"],
    ["apk cache clean", "apk", "cache clean", "clean"],
    ["apk del .d", "apk", "del", "remove"],
    ["yum -y install x", "yum", "install", "install"],
    ["yum update -y", "yum", "update", "upgrade"],
    ["yum clean all", "yum", "clean", "clean"],
    ["dnf5 makecache", "dnf", "makecache", "update-index"],
    ["dnf group install x", "dnf", "group install", "install"],
    ["dnf module enable x", "dnf", "module", "other"],
    ["microdnf install x", "microdnf", "install", "install"],
    ["tdnf install x", "tdnf", "install", "install"],
    ["zypper -n in x", "zypper", "in", "install"],
    ["zypper ref", "zypper", "ref", "update-index"],
    ["pacman -Syu --noconfirm", "pacman", null, "upgrade"],
    ["pacman -Syu --noconfirm x", "pacman", null, "install"],
    ["pacman -Sy", "pacman", null, "update-index"],
    ["pacman -Scc", "pacman", null, "clean"],
    ["pacman -Rns x", "pacman", null, "remove"],
    ["pacman -U ./x", "pacman", null, "install"],
    ["pacman -Q", "pacman", null, "other"],
    ["pip install x", "pip", "install", "install"],
    ["pip3.11 install -r a.txt", "pip", "install", "install-manifest"],
    ["pip install -r a.txt x", "pip", "install", "install"],
    ["pip install $X -ra.txt", "pip", "install", "install-manifest"],
    ["python3 -m pip install x", "pip", "install", "install"],
    ["python3.12 -u -m pip cache purge", "pip", "cache purge", "clean"],
    ["$VENV/bin/pip uninstall x", "pip", "uninstall", "remove"],
    ["pipx install x", "pipx", "install", "install"],
    ["pipenv install --deploy", "pipenv", "install", "install-manifest"],
    ["pipenv install x", "pipenv", "install", "install"],
    ["poetry install --no-root", "poetry", "install", "install-manifest"],
    ["poetry add x", "poetry", "add", "install"],
    ["uv sync --frozen", "uv", "sync", "install-manifest"],
    ["uv pip install x", "uv", "pip install", "install"],
    ["uv pip install -r a", "uv", "pip install", "install-manifest"],
    ["uv tool install x", "uv", "tool install", "install"],
    ["conda install x", "conda", "install", "install"],
    ["mamba env create -f e.yml", "conda", "env create", "install-manifest"],
    ["micromamba install --file e.yml", "conda", "install", "install-manifest"],
    ["conda clean -afy", "conda", "clean", "clean"],
    ["conda run -n x pip install y", "pip", "install", "install"],
    ["npm i", "npm", "i", "install-manifest"],
    ["npm ci", "npm", "ci", "install-manifest"],
    ["npm clean-install", "npm", "clean-install", "install-manifest"],
    ["npm install -g x", "npm", "install", "install"],
    ["npm add x", "npm", "add", "install"],
    ["npm run build", "npm", "run build", "build"],
    ["npm run build:prod", "npm", "run build:prod", "build"],
    ["npm run lint", "npm", "run lint", "other"],
    ["npm cache clean --force", "npm", "cache clean", "clean"],
    ["npm --version", "npm", null, "other"],
    ["npm update -g npm", "npm", "update", "install"],
    ["xargs npm install -g", "npm", "install", "install"],
    ["yarn", "yarn", null, "install-manifest"],
    ["yarn --frozen-lockfile", "yarn", null, "install-manifest"],
    ["yarn -v", "yarn", null, "other"],
    ["yarn $X", "yarn", null, "other"],
    ["yarn global add x", "yarn", "global add", "install"],
    ["yarn workspace w add x", "yarn", "add", "install"],
    ["yarn workspaces focus --production", "yarn", "workspaces focus", "install-manifest"],
    ["yarn build", "yarn", "build", "build"],
    ["yarn constructor", "yarn", "constructor", "other"],
    ["pnpm i", "pnpm", "i", "install-manifest"],
    ["pnpm add -g x", "pnpm", "add", "install"],
    ["pnpm fetch", "pnpm", "fetch", "install-manifest"],
    ["pnpm --filter x install", "pnpm", "install", "install-manifest"],
    ["pnpm -r run build", "pnpm", "run build", "build"],
    ["corepack pnpm i", "pnpm", "i", "install-manifest"],
    ["bun install", "bun", "install", "install-manifest"],
    ["bun add x", "bun", "add", "install"],
    ["gem install x", "gem", "install", "install"],
    ["bundle", "bundle", null, "install-manifest"],
    ["bundle install --jobs 4", "bundle", "install", "install-manifest"],
    ["go install x.io/y@v1", "go", "install", "install"],
    ["go install ./cmd/x", "go", "install", "build"],
    ["go get x.io/y", "go", "get", "install"],
    ["go get -d -v ./...", "go", "get", "install-manifest"],
    ["go mod download -x", "go", "mod download", "install-manifest"],
    ["go mod tidy", "go", "mod tidy", "install-manifest"],
    ["go build -o /x ./cmd", "go", "build", "build"],
    ["go test ./...", "go", "test", "other"],
    ["cargo install x", "cargo", "install", "install"],
    ["cargo fetch --locked", "cargo", "fetch", "install-manifest"],
    ["cargo +nightly build --release", "cargo", "build", "build"],
    ["cargo chef cook --release", "cargo", "chef cook", "build"],
    ["composer install --no-dev", "composer", "install", "install-manifest"],
    ["php composer.phar require a/b", "composer", "require", "install"],
    ["composer global require a/b", "composer", "global require", "install"],
    ["dotnet restore x.sln", "dotnet", "restore", "install-manifest"],
    ["dotnet publish -c Release", "dotnet", "publish", "build"],
    ["dotnet add x.csproj package Y", "dotnet", "add package", "install"],
    ["dotnet tool install --global x", "dotnet", "tool install", "install"],
    ["mvn -B clean package -DskipTests", "mvn", "clean package", "build"],
    ["./mvnw dependency:go-offline", "mvn", "dependency:go-offline", "install-manifest"],
    ["mvn clean", "mvn", "clean", "clean"],
    ["./gradlew :app:bootJar -x test", "gradle", ":app:bootJar", "build"],
    ["gradle dependencies", "gradle", "dependencies", "install-manifest"],
    ["mix deps.get --only prod", "mix", "deps.get", "install-manifest"],
    ["mix do deps.get, compile", "mix", "deps.get,", "install-manifest"],
  ])("%s", (command, manager, subcommand, action) => {
    expect(callOf(command)).toMatchObject({ manager, subcommand, action });
  });

  test.each([
    "echo apt-get install x",
    "python -m venv /v",
    "python pip install",
    "python -c pip -m",
    "php x.php install",
    "dotnet app.dll",
    "apt-cache policy x",
    "$X install y",
  ])("%s is no call", (command) => {
    expect(callsOf(command)).toEqual([]);
  });
});

describe("packages", () => {
  test.each<[string, string[]]>([
    [
      "apt-get install -y a b=1:2.3-4 c:arm64=1 d/testing libstdc++6 ./x.deb /y.deb",
      ["a", "b 1:2.3-4", "c 1", "d", "libstdc++6", "path:./x.deb", "path:/y.deb"],
    ],
    [
      'apt-get install a=$V $P "${Q}" $(cat x)',
      ["a $V", "dynamic:$P", "dynamic:${Q}", "dynamic:$(cat x)"],
    ],
    ["apt-get install -t sid -o A::B=c x", ["x"]],
    ["apt-get install -- -x", ["-x"]],
    ["xargs -a f apt-get install x", ["x", "dynamic:"]],
    [
      "apk add -t .d 'a=1' b~1.2 'c>=2' d@edge e~=3 .f",
      ["a 1", "b ~1.2", "c >=2", "d", "e ~=3", ".f"],
    ],
    [
      "yum install a-1.2-3.el7 java-1.8.0-openjdk java-11-openjdk-devel gcc-toolset-12 gcc-c++ x-$V y-1.2*",
      [
        "a 1.2-3.el7",
        "java-1.8.0-openjdk",
        "java-11-openjdk-devel",
        "gcc-toolset-12",
        "gcc-c++",
        "x $V",
        "y 1.2*",
      ],
    ],
    [
      "dnf install @development '@Dev Tools' /x.rpm https://x/y.rpm docker-ce-3:19.03.1-3.el7",
      [
        "group:development",
        "group:Dev Tools",
        "path:/x.rpm",
        "url:https://x/y.rpm",
        "docker-ce 3:19.03.1-3.el7",
      ],
    ],
    ["yum groupinstall 'Dev Tools'", ["group:Dev Tools"]],
    ["zypper in -t pattern devel", ["group:devel"]],
    ["zypper in a=1 'b>=2' pattern:c", ["a 1", "b >=2", "group:c"]],
    ["pacman -S --needed a core/b", ["a", "b"]],
    [
      "pip install a a[b]==1.0 'c>=2,<3' d~=1.4 \"e; python_version<'3'\" f==$V $P",
      ["a", "a 1.0", "c >=2,<3", "d ~=1.4", "e", "f $V", "dynamic:$P"],
    ],
    [
      "pip install 'e @ https://x/y.whl' git+https://h/u/r.git@v1#egg=r ./x . /w/*.whl x.whl .[dev]",
      ["url:e", "url:r v1", "path:./x", "path:.", "path:/w/*.whl", "path:x.whl", "path:.[dev]"],
    ],
    ["pip install -e . -c c.txt -e git+https://h/r#egg=r", ["path:.", "url:r"]],
    ["uv pip install --system x==1", ["x 1"]],
    [
      "conda install -c conda-forge -y a a=1 'b>=1' forge::c=2=d 'e 1.2'",
      ["a", "a 1", "b >=1", "c 2=d", "e 1.2"],
    ],
    ["npm install -D a a@1 @s/b @s/c@^2 d@npm:e@1", ["a", "a 1", "@s/b", "@s/c ^2", "d npm:e@1"]],
    [
      "npm i u/r github:u/r#v1 git+ssh://git@h/u/r.git#v2 https://x/y.tgz ./l ../m file:../n o.tgz",
      [
        "url:u/r",
        "url:github:u/r#v1",
        "url:git+ssh://git@h/u/r.git#v2",
        "url:https://x/y.tgz",
        "path:./l",
        "path:../m",
        "path:file:../n",
        "path:o.tgz",
      ],
    ],
    ["npm i -g npm@$V", ["npm $V"]],
    ["gem install a:1.2 b -v 13 --no-document", ["a 1.2", "b 13"]],
    ["gem install a -- --with-b=c d", ["a"]],
    ["go install x.io/y@v1 x.io/z", ["x.io/y v1", "x.io/z"]],
    ["cargo install a@1 b --version 2 --locked", ["a 1", "b 2"]],
    ["cargo install --path ./x", ["path:./x"]],
    ["cargo install --git https://x/y", ["url:https://x/y"]],
    ["composer require a/b:^1 'c/d ^2' e/f", ["a/b ^1", "c/d ^2", "e/f"]],
    ["dotnet add package X --version 1.2", ["X 1.2"]],
    ["dotnet tool install --global x@8", ["x 8"]],
    ["apk del a", ["a"]],
    ["npm ci", []],
    ["bundle install --without development test", []],
    ["yum clean all", []],
  ])("%s", (command, expected) => {
    expect(packages(command)).toEqual(expected);
  });

  test("stand at their words", () => {
    const text = 'RUN apt-get install \\\n  "a" b=1 \\\n  # c\n  ./d';
    const { dockerfile, instruction } = read(text);
    const [call] = packageCalls(dockerfile, instruction);
    expect(call?.packages.map(({ span }) => dockerfile.source.slice(span))).toEqual([
      '"a"',
      "b=1",
      "./d",
    ]);
    expect(call?.subcommandSpan && dockerfile.source.slice(call.subcommandSpan)).toBe("install");
  });
});

describe("flags", () => {
  test.each<[string, string[]]>([
    [
      "apt-get -qqy install x --no-install-recommends",
      ["-q", "-q", "-y", "--no-install-recommends"],
    ],
    ["apt-get install -q=2 -t=sid x", ["-q 2", "-t sid"]],
    [
      "apt-get -oDpkg::Use-Pty=0 -o A=b install -yt sid x",
      ["-o Dpkg::Use-Pty=0", "-o A=b", "-y", "-t sid"],
    ],
    ["apt-get $OPTS install x", ["$OPTS"]],
    ["apk add --virtual=.d -t .e x", ["--virtual .d", "-t .e"]],
    [
      "pip install --index-url https://x -r$F -r r.txt",
      ["--index-url https://x", "-r", "-r r.txt"],
    ],
    ["conda clean -afy", ["-a", "-f", "-y"]],
    ["conda create -yn x python", ["-y", "-n x"]],
    ['go build -ldflags "-s -w" -trimpath -o=/x', ["-ldflags -s -w", "-trimpath", "-o /x"]],
    [
      "mvn -B -DskipTests -Da=b -Pprod -pl x package",
      ["-B", "-D skipTests", "-D a=b", "-P prod", "-pl x"],
    ],
    ["npm ci --omit=dev --prefix=$D", ["--omit dev", "--prefix"]],
  ])("%s", (command, expected) => {
    expect(flags(command)).toEqual(expected);
  });

  test("the place of a flag and of its value", () => {
    const { dockerfile, instruction } = read("RUN apt-get -qy -t sid install");
    const [quiet, yes, target] = packageCalls(dockerfile, instruction)[0]?.flags ?? [];
    expect(quiet?.span).toEqual(yes?.span);
    expect(quiet && dockerfile.source.slice(quiet.span)).toBe("-qy");
    expect(target && dockerfile.source.slice(target.span)).toBe("-t");
    expect(target?.valueSpan && dockerfile.source.slice(target.valueSpan)).toBe("sid");
  });
});

describe("packageCalls", () => {
  test("finds those of every command, in source order", () => {
    const calls = callsOf(
      "apt-get update && (apt-get install $(pip install a) -y; sh -c 'npm ci')",
    );
    expect(calls.map(({ manager, action }) => [manager, action])).toEqual([
      ["apt-get", "update-index"],
      ["apt-get", "install"],
      ["pip", "install"],
      ["npm", "install-manifest"],
    ]);
  });

  test("reads exec forms", () => {
    const { dockerfile, instruction } = read('RUN ["apt-get", "install", "-y", "x"]');
    expect(packageCalls(dockerfile, instruction)[0]).toMatchObject({
      action: "install",
      packages: [{ name: "x" }],
    });
  });

  test("is cached, and empty where nothing is read", () => {
    const { dockerfile, instruction } = read("RUN npm ci");
    expect(packageCalls(dockerfile, instruction)).toBe(packageCalls(dockerfile, instruction));
    expect(callsOf("if npm ci")).toEqual([]);
  });
});
