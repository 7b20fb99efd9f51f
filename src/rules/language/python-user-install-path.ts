import { workdirOf } from "../../dockerfile/context-copies.ts";
import { addFlag, insertAfter } from "../../dockerfile/instruction-edits.ts";
import type {
  CopyInstruction,
  Dockerfile,
  Instruction,
  KeyValue,
  Stage,
} from "../../dockerfile/model.ts";
import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import { flagOf } from "../../dockerfile/queries.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { stageCopies } from "../../shell/programs/copied-programs.ts";
import { commandInstructions, imageCommand } from "../../shell/services/image-command.ts";
import { hasFlag } from "../../shell/package-managers/flags.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { isPythonServer } from "../../shell/programs/python-programs.ts";
import { unprivilegedUser, type RunningUser } from "../../shell/users/user-homes.ts";
import { replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import type { Problem, Rule } from "../rule.ts";

export const pythonUserInstallPath: Rule = {
  name: "python-user-install-path",
  category: "language",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary:
    "Packages of `pip install --user` are copied to where the image's user does not find them",
  why:
    "`pip install --user` installs into `~/.local` of the user that builds. Python looks for it in the home directory of the user that " +
    "runs, and the shell finds its programs only by `PATH`. `/root` is closed to everybody else, so that the container of an " +
    'unprivileged user ends with "No module named ..." or "permission denied".',
  sources: [
    {
      title: "pip: User Installs",
      url: "https://pip.pypa.io/en/stable/user_guide/#user-installs",
    },
    {
      title: "Python: site, user base and user site directory",
      url: "https://docs.python.org/3/library/site.html#site.USER_BASE",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  words: [".local"],
  examples: [
    {
      bad: 'FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --user -r requirements.txt\n\nFROM python:3.13-slim\nRUN useradd -m -u 1000 app\nWORKDIR /app\nCOPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nCOPY . .\nUSER app\nCMD ["uvicorn", "app:app"]\n',
      good: 'FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --user -r requirements.txt\n\nFROM python:3.13-slim\nRUN useradd -m -u 1000 app\nWORKDIR /app\nCOPY --from=build --chown=app /root/.local /home/app/.local\nENV PATH=/home/app/.local/bin:$PATH\nCOPY . .\nUSER app\nCMD ["uvicorn", "app:app"]\n',
      fixed:
        'FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --user -r requirements.txt\n\nFROM python:3.13-slim\nRUN useradd -m -u 1000 app\nWORKDIR /app\nCOPY --from=build --chown=app /root/.local /home/app/.local\nENV PATH=/home/app/.local/bin:$PATH\nCOPY . .\nUSER app\nCMD ["uvicorn", "app:app"]\n',
    },
    {
      bad: 'FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --user -r requirements.txt\n\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build /root/.local /root/.local\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
      good: 'FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --user -r requirements.txt\n\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build /root/.local /root/.local\nENV PATH="/root/.local/bin:${PATH}"\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
      fixed:
        'FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --user -r requirements.txt\n\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
    },
    {
      bad: 'FROM python:3.13 AS build\nRUN pip install --no-cache-dir --user flask==3.1.2\n\nFROM python:3.13-slim\nRUN useradd -m app\nCOPY --from=build /root/.local /home/app/.local\nENV PATH=/home/app/.local/bin:$PATH\nUSER app\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13 AS build\nRUN python -m venv /venv && /venv/bin/pip install --no-cache-dir flask==3.1.2\n\nFROM python:3.13-slim\nRUN useradd -m app\nCOPY --from=build /venv /venv\nENV PATH=/venv/bin:$PATH\nUSER app\nCMD ["python", "app.py"]\n',
      fixed:
        'FROM python:3.13 AS build\nRUN pip install --no-cache-dir --user flask==3.1.2\n\nFROM python:3.13-slim\nRUN useradd -m app\nCOPY --from=build --chown=app /root/.local /home/app/.local\nENV PATH=/home/app/.local/bin:$PATH\nUSER app\nCMD ["python", "app.py"]\n',
    },
  ],
  silentOn: [
    'FROM python:3.13 AS build\nRUN pip install --user flask\nFROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nCMD ["python", "app.py"]\n',
    'FROM python:3.13 AS build\nRUN pip install --user flask\nFROM python:3.13-slim\nCOPY --from=build /root/.local /usr/local\nUSER 1000\nCMD ["gunicorn", "app:app"]\n',
    'FROM python:3.13 AS build\nRUN pip install --user gunicorn\nFROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nCMD ["/root/.local/bin/gunicorn", "app:app"]\n',
    'FROM python:3.13 AS build\nRUN pip install --user gunicorn\nFROM python:3.13-slim\nRUN useradd -m app\nCOPY --from=build /root/.local /home/app/.local\nENV PATH=/home/app/.local/bin:$PATH\nRUN chown -R app /home/app\nUSER app\nCMD ["gunicorn", "app:app"]\n',
    'FROM python:3.13 AS build\nENV PYTHONUSERBASE=/opt/python\nRUN pip install --user gunicorn\nFROM python:3.13-slim\nENV PYTHONUSERBASE=/opt/python PATH=/opt/python/bin:$PATH\nCOPY --from=build /opt/python /opt/python\nUSER 1000\nCMD ["gunicorn", "app:app"]\n',
    'FROM python:3.13 AS build\nRUN pip install --user gunicorn\nFROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nRUN chmod -R a+rX /root\nENV HOME=/root\nUSER 1000\nCMD ["gunicorn", "app:app"]\n',
    'FROM python:3.13\nUSER 1000\nRUN pip install --user gunicorn\nCMD ["python", "app.py"]\n',
    'FROM python:3.13 AS build\nRUN pip install --prefix=/install gunicorn\nFROM python:3.13-slim\nCOPY --from=build /install /usr/local\nUSER 1000\nCMD ["gunicorn", "app:app"]\n',
  ],
  *check(dockerfile) {
    if (!dockerfile.source.text.includes(".local")) return;
    const told = new Set<CopyInstruction>();
    const copies = stageCopies(dockerfile).filter(({ path }) => path.endsWith("/.local"));
    for (const { copy, from, into } of copies.slice(0, mostCopies)) {
      if (told.has(copy) || !installsForUser(dockerfile, from)) continue;
      for (const stage of dockerfile.stages) {
        const { entrypoint, cmd } = commandInstructions(stage);
        if ((entrypoint ?? cmd) === null || !stage.lineage.includes(into) || told.has(copy))
          continue;
        const problem = problemOf(dockerfile, stage, copy);
        if (problem === null) continue;
        told.add(copy);
        yield problem;
      }
    }
  },
};

/** Most COPYs that are judged; real files have one or two, and each is compared with all stages. */
const mostCopies = 20;

function installsForUser(dockerfile: Dockerfile, stage: Stage): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some((run) =>
      packageCalls(dockerfile, run).some(
        (call) => call.manager === "pip" && hasFlag(call, "--user"),
      ),
    ),
  );
}

function problemOf(dockerfile: Dockerfile, stage: Stage, copy: CopyInstruction): Problem | null {
  const { destination, state } = copy;
  const written = destination === null ? null : expandWord(destination, state.lookup);
  if (destination === null || written === null) return null;
  const target = resolvePath(workdirOf(state), written);
  // Where Python and the shell look in any case, or where the author says that they shall.
  if (!target.endsWith("/.local")) return null;
  if (stage.endState.lookup("PYTHONUSERBASE") !== undefined) return null;
  const paths = pairsOf(stage, "PYTHONPATH");
  if (paths.some(({ value }) => value?.value.includes("-packages"))) return null;
  const user = unprivilegedUser(dockerfile, stage);
  const span = destination.span;
  if (user !== null && relativeTo("/root", target) !== null) {
    if (isOpened(dockerfile, stage, target)) return null;
    return {
      message: `\`${user.name}\` may not read \`/root\`, so that nothing of what pip installed in \`${target}\` is found. Copy it to the home directory of \`${user.name}\`, and put that on \`PATH\`.`,
      span,
      fix: moveFix(dockerfile, stage, copy, target, user),
    };
  }
  const program = imageCommand(dockerfile, stage)?.main;
  const isNamed = program?.words.some(({ value }) => value === program.name) === true;
  if (isNamed && isPythonServer(program.name) && !isOnPath(stage, target)) {
    return {
      message: `\`${program.name ?? ""}\` is installed in \`${target}/bin\`, which is not on \`PATH\`: the container ends with "executable file not found". Add it to \`PATH\`.`,
      span,
      fix: {
        title: `Put ${target}/bin on PATH`,
        safety: "review",
        edits: insertAfter(dockerfile, copy, `ENV PATH=${target}/bin:$PATH`),
      },
    };
  }
  return user === null ? null : foreignOwner(dockerfile, stage, copy, target, user);
}

/** Packages in the home directory of a user to whom they do not belong. */
function foreignOwner(
  dockerfile: Dockerfile,
  stage: Stage,
  copy: CopyInstruction,
  target: string,
  user: RunningUser,
): Problem | null {
  if (user.home === null || target !== resolvePath(user.home, ".local")) return null;
  if (flagOf(copy, "chown") !== null || copy.from?.stage?.endState.user != null) return null;
  if (isOpened(dockerfile, stage, target)) return null;
  const owner = ownerFor(copy, user);
  return {
    message: `\`${target}\` belongs to root although \`${user.name}\` runs here: it can neither add packages nor write bytecode. Copy it with \`--chown\`.`,
    span: copy.headSpan,
    severity: "info",
    fix:
      owner === null
        ? undefined
        : {
            title: `Give it to ${user.name}`,
            safety: "review",
            edits: addFlag(copy, `--chown=${owner}`),
          },
  };
}

/** Whether a RUN changes who may use a path, or what it lies in. */
function isOpened(dockerfile: Dockerfile, stage: Stage, path: string): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some(
      (run) =>
        run.kind === "run" &&
        shellOf(dockerfile, run)?.commands.some(
          ({ name, args }) =>
            (name === "chown" || name === "chmod" || name === "chgrp") &&
            args.some(
              ({ value }) =>
                value?.startsWith("/") === true &&
                relativeTo(value.replace(/(?<=.)\/$/, ""), path) !== null,
            ),
        ) === true,
    ),
  );
}

/** Whom to give it to by `--chown`: the user by name where it exists at the COPY, else by its number. */
function ownerFor(copy: CopyInstruction, { name, created }: RunningUser): string | null {
  if (/^\d+$/.test(name)) return `${name}:${name}`;
  if (created === null) return null;
  if (created.run.index < copy.index) return name;
  return created.uid === null ? null : `${created.uid}:${created.uid}`;
}

function moveFix(
  dockerfile: Dockerfile,
  stage: Stage,
  copy: CopyInstruction,
  target: string,
  user: RunningUser,
): Problem["fix"] {
  const { destination } = copy;
  const exists = user.created !== null && user.created.run.index < copy.index;
  if (!exists || user.home === null || destination?.text !== target) return undefined;
  const { source } = dockerfile;
  const home = resolvePath(user.home, ".local");
  const paths = pairsOf(stage, "PATH").flatMap((pair): TextEdit[] => {
    const text = source.slice(pair.span);
    return [
      replaceExpected(source, pair.span, text, text.replaceAll(`${target}/bin`, `${home}/bin`)),
    ];
  });
  const edits = [
    ...(flagOf(copy, "chown") === null ? addFlag(copy, `--chown=${user.name}`) : []),
    replaceExpected(source, destination.span, target, home),
    ...paths.filter(({ newText, start, end }) => newText !== source.slice({ start, end })),
  ];
  return { title: `Copy it to the home directory of ${user.name}`, safety: "review", edits };
}

function pairsOf(stage: Stage, name: string): readonly KeyValue[] {
  const environment = (instruction: Instruction) =>
    instruction.kind === "env" && instruction.onbuild === null ? instruction.pairs : [];
  return stage.lineage
    .flatMap(({ instructions }) => instructions.flatMap(environment))
    .filter(({ key }) => key === name);
}

function isOnPath(stage: Stage, target: string): boolean {
  return pairsOf(stage, "PATH").some(({ value }) => {
    const text = value?.value ?? "";
    return text.includes(`${target}/bin`) || /\$\w*\{?\w+\}?\/(?:\.local\/)?bin/.test(text);
  });
}
