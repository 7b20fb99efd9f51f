import type { Span } from "../../source/span.ts";
import type { ShellCommand, ShellWord } from "../model.ts";
import { baseName } from "../reading/shell-options.ts";

/** A server that is meant for a developer's machine, and how to start it otherwise. */
export interface DevelopmentServer {
  /** As one calls it: `flask run`, `uvicorn --reload`. */
  readonly name: string;
  /** Whether it compiles when it is started. */
  readonly compiles: boolean;
  /** What to use instead, as an order without a full stop. */
  readonly instead: string;
  /** The words whose replacement (an empty one removes them) makes it a server for production; null when it takes more. */
  readonly change: { readonly span: Span; readonly word: ShellWord; readonly text: string } | null;
}

/** Programs with a subcommand that starts a development server. From their documentation. */
const bySubcommand: readonly (readonly [program: string, subcommand: string, instead: string])[] = [
  ["flask", "run", "Serve the application with gunicorn, waitress or uWSGI"],
  ["manage.py", "runserver", "Serve the application with gunicorn, uvicorn or uWSGI"],
  ["artisan", "serve", "Serve it with php-fpm, Apache or FrankenPHP"],
  ["next", "dev", "Run `next build` while the image is built and start `next start`"],
  ["nuxt", "dev", "Run `nuxt build` while the image is built and start `.output/server/index.mjs`"],
  ["astro", "dev", "Run `astro build` while the image is built and serve its output"],
  ["remix", "dev", "Run the build while the image is built and start `remix-serve`"],
  ["gatsby", "develop", "Run `gatsby build` while the image is built and serve `public`"],
  ["ng", "serve", "Run `ng build` while the image is built and serve its output with a web server"],
  [
    "webpack",
    "serve",
    "Run `webpack` while the image is built and serve its output with a web server",
  ],
  [
    "react-scripts",
    "start",
    "Run `react-scripts build` while the image is built and serve `build`",
  ],
  [
    "vue-cli-service",
    "serve",
    "Run `vue-cli-service build` while the image is built and serve `dist`",
  ],
  ["hugo", "server", "Run `hugo` while the image is built and serve `public` with a web server"],
  [
    "mkdocs",
    "serve",
    "Run `mkdocs build` while the image is built and serve `site` with a web server",
  ],
  [
    "jekyll",
    "serve",
    "Run `jekyll build` while the image is built and serve `_site` with a web server",
  ],
  ["go", "run", "Run `go build` while the image is built and start the binary"],
  ["cargo", "run", "Run `cargo build --release` while the image is built and start the binary"],
  ["cargo", "watch", "Run `cargo build --release` while the image is built and start the binary"],
  ["dotnet", "run", "Run `dotnet publish` while the image is built and start the DLL"],
  ["dotnet", "watch", "Run `dotnet publish` while the image is built and start the DLL"],
  ["mvn", "spring-boot:run", "Run `mvn package` while the image is built and start the JAR"],
  ["mvnw", "spring-boot:run", "Run `mvnw package` while the image is built and start the JAR"],
  ["gradle", "bootRun", "Run `gradle bootJar` while the image is built and start the JAR"],
  ["gradlew", "bootRun", "Run `gradlew bootJar` while the image is built and start the JAR"],
];

/** Those that compile first, with the toolchain that they need for it. */
const compilers = new Set([
  "go",
  "cargo",
  "dotnet",
  "mvn",
  "mvnw",
  "gradle",
  "gradlew",
  "air",
  "tsx",
  "ts-node-dev",
]);

/** Programs that are development servers by themselves. */
const byProgram: Readonly<Record<string, string>> = {
  "webpack-dev-server":
    "Run `webpack` while the image is built and serve its output with a web server",
  "ts-node-dev": "Compile while the image is built and start the result with `node`",
  air: "Run `go build` while the image is built and start the binary",
};

/** Servers that restart on changes when they are given `--reload`. */
const reloading = new Set([
  "uvicorn",
  "gunicorn",
  "hypercorn",
  "granian",
  "fastapi",
  "waitress-serve",
]);

/**
 * The development server that a command starts; null when it starts none.
 */
export function developmentServer(command: ShellCommand): DevelopmentServer | null {
  const { program, args, word } = programOf(command);
  const found = program === null ? null : serverOf(program, args, word);
  return found === null ? null : { ...found, compiles: compilers.has(program ?? "") };
}

type Server = Omit<DevelopmentServer, "compiles">;

function serverOf(
  program: string,
  args: readonly ShellWord[],
  word: ShellWord | undefined,
): Server | null {
  const values = args.map(({ value }) => value);
  if (reloading.has(program)) return reloadingServer(program, args);
  if (program === "nodemon") return nodemon(args, word);
  if (
    program === "vite" &&
    (values.length === 0 || /^(-.*|dev|serve|preview)$/.test(values[0] ?? "-"))
  ) {
    const instead = "Run `vite build` while the image is built and serve `dist` with a web server";
    return { name: "vite", instead, change: null };
  }
  if (program === "php" && values.includes("-S")) {
    return { name: "php -S", instead: "Serve it with php-fpm, Apache or FrankenPHP", change: null };
  }
  if (program === "rails" && /^(s|server)$/.test(values[0] ?? "") && isDevelopment(values)) {
    const instead = "Start it with `RAILS_ENV=production`";
    return { name: "rails server -e development", instead, change: null };
  }
  if (program === "tsx" && values[0] === "watch") {
    return {
      name: "tsx watch",
      instead: "Compile while the image is built and start the result with `node`",
      change: null,
    };
  }
  const alone = Object.hasOwn(byProgram, program) ? byProgram[program] : undefined;
  if (alone !== undefined) return { name: program, instead: alone, change: null };
  const subcommand = values.find((value) => value?.startsWith("-") !== true) ?? null;
  const found = bySubcommand.find(([name, sub]) => name === program && sub === subcommand);
  return found === undefined
    ? null
    : { name: `${found[0]} ${found[1]}`, instead: found[2], change: null };
}

/** The program that a command is about, behind `python -m`, `python manage.py`, `npx`, `php artisan`. */
function programOf({ name, nameSpan, args, words }: ShellCommand): {
  program: string | null;
  args: readonly ShellWord[];
  word: ShellWord | undefined;
} {
  const values = args.map(({ value }) => value);
  const at = (index: number) => ({
    program: baseName(values[index] ?? "") || null,
    args: args.slice(index + 1),
    word: args[index],
  });
  if (name !== null && /^python[\d.]*$/.test(name)) {
    const module = values.indexOf("-m");
    return at(
      module === -1 ? values.findIndex((value) => value?.startsWith("-") !== true) : module + 1,
    );
  }
  // Behind npx another name is no program.
  if (name === "npx") return { ...at(0), word: undefined };
  if (name === "php" && baseName(values[0] ?? "") === "artisan") return at(0);
  return { program: name, args, word: words.find(({ span }) => span.start === nameSpan?.start) };
}

function reloadingServer(program: string, args: readonly ShellWord[]): Server | null {
  const [first] = args;
  if (program === "fastapi" && first?.value === "dev") {
    const change = { span: first.span, word: first, text: "run" };
    return { name: "fastapi dev", instead: "Use `fastapi run`", change };
  }
  const reload = args.find(({ value }) => value === "--reload");
  if (reload === undefined) return null;
  const change = { span: reload.span, word: reload, text: "" };
  return { name: `${program} --reload`, instead: "Leave `--reload` out", change };
}

/** `nodemon server.js` */
function nodemon(args: readonly ShellWord[], word: ShellWord | undefined): Server {
  const plain = args.length > 0 && /\.[cm]?js$/.test(args[0]?.value ?? "") && word !== undefined;
  return {
    name: "nodemon",
    instead: "Start the script with `node`",
    change: plain && word.value === "nodemon" ? { span: word.span, word, text: "node" } : null,
  };
}

function isDevelopment(values: readonly (string | null)[]): boolean {
  const environment = values.findIndex((value) => value === "-e" || value === "--environment");
  return (
    (environment !== -1 && values[environment + 1] === "development") ||
    values.includes("--environment=development")
  );
}
