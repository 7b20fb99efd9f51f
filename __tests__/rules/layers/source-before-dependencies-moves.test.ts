import { describe, expect, test } from "@jest/globals";
import { sourceBeforeDependencies as rule } from "../../../src/rules/layers/source-before-dependencies.ts";
import { findingsOf, fixedBy } from "../../support/describe-rule.ts";
import { type Files, node, python, text, withFiles } from "./install-texts.ts";

describe("source-before-dependencies moves the COPY behind the install, with", () => {
  test.each(
    withFiles(4, [
      [
        "comments with the COPY they stand on, and empty lines",
        [
          ...python,
          "",
          "# The code",
          "COPY . .",
          "",
          "# The libraries",
          "RUN pip install -r requirements.txt",
          "",
          "EXPOSE 80",
        ],
        [
          ...python,
          "",
          "COPY requirements.txt .",
          "",
          "# The libraries",
          "RUN pip install -r requirements.txt",
          "",
          "# The code",
          "COPY . .",
          "",
          "EXPOSE 80",
        ],
      ],
      [
        "owner, mode and link",
        [
          ...python,
          "COPY --chown=app:app --link --exclude=*.md . .",
          "RUN pip install -r requirements.txt",
        ],
        [
          ...python,
          "COPY --chown=app:app --link requirements.txt .",
          "RUN pip install -r requirements.txt",
          "COPY --chown=app:app --link --exclude=*.md . .",
        ],
      ],
      [
        "a destination that is a directory only because of the whole copy",
        ["FROM python:3.13", "COPY . /srv", "RUN pip install -r /srv/requirements.txt"],
        [
          "FROM python:3.13",
          "COPY requirements.txt /srv/",
          "RUN pip install -r /srv/requirements.txt",
          "COPY . /srv",
        ],
      ],
      [
        "an install that goes on with something else",
        [
          ...python,
          "COPY . .",
          "RUN pip install --no-cache-dir -r requirements.txt \\",
          "    && python -m compileall .",
        ],
        [
          ...python,
          "COPY requirements.txt .",
          "RUN pip install --no-cache-dir -r requirements.txt",
          "COPY . .",
          "RUN python -m compileall .",
        ],
      ],
      [
        "constraints",
        [...python, "COPY . .", "RUN pip install -c constraints.txt -r requirements.txt"],
        [
          ...python,
          "COPY constraints.txt requirements.txt ./",
          "RUN pip install -c constraints.txt -r requirements.txt",
          "COPY . .",
        ],
      ],
      [
        "a directory of requirement files",
        [...python, "COPY . .", "RUN pip install -r requirements/prod.txt"],
        [
          ...python,
          "COPY requirements/ requirements/",
          "RUN pip install -r requirements/prod.txt",
          "COPY . .",
        ],
      ],
      [
        "requirement files that include each other",
        [...python, "COPY ./ ./", "RUN pip install -r requirements-dev.txt"],
        [
          ...python,
          "COPY requirements-dev.txt requirements.txt ./",
          "RUN pip install -r requirements-dev.txt",
          "COPY ./ ./",
        ],
        { "requirements.txt": "flask", "requirements-dev.txt": "-r requirements.txt" },
      ],
      [
        "a directory of the context",
        [...python, "COPY backend .", "RUN pip install -r requirements.txt"],
        [
          ...python,
          "COPY backend/requirements.txt .",
          "RUN pip install -r requirements.txt",
          "COPY backend .",
        ],
        { "backend/requirements.txt": "" },
      ],
      [
        "a RUN with flags, which both parts keep",
        [...node, "COPY . .", "RUN --mount=type=cache,target=/root/.npm npm ci && npm run build"],
        [
          ...node,
          "COPY package*.json ./",
          "RUN --mount=type=cache,target=/root/.npm npm ci",
          "COPY . .",
          "RUN --mount=type=cache,target=/root/.npm npm run build",
        ],
      ],
      [
        "a WORKDIR between, under which the destination would be another",
        ["FROM node:22", "WORKDIR /src", "COPY . .", "WORKDIR /src/web", "RUN npm ci"],
        [
          "FROM node:22",
          "WORKDIR /src",
          "COPY web/package*.json web/",
          "WORKDIR /src/web",
          "RUN npm ci",
          "COPY . /src",
        ],
        { "web/package.json": "{}", "web/package-lock.json": "{}" },
      ],
      [
        "a project in a directory of its own",
        [...node, "COPY . .", "RUN cd web && npm ci"],
        [...node, "COPY web/package*.json web/", "RUN cd web && npm ci", "COPY . ."],
      ],
      [
        "npm --prefix",
        [...node, "COPY . .", "RUN npm --prefix web ci"],
        [...node, "COPY web/package*.json web/", "RUN npm --prefix web ci", "COPY . ."],
      ],
      [
        "two installs after one COPY",
        [...node, "COPY . .", "RUN pip install -r requirements.txt", "RUN npm ci"],
        [
          ...node,
          "COPY requirements.txt .",
          "COPY package*.json ./",
          "RUN pip install -r requirements.txt",
          "RUN npm ci",
          "COPY . .",
        ],
      ],
      [
        "manifests that are copied already",
        [...node, "COPY package*.json ./", "", "COPY . .", "", "RUN npm ci"],
        [...node, "COPY package*.json ./", "", "RUN npm ci", "", "COPY . ."],
      ],
      [
        "steps between that have no use for the source",
        [
          ...node,
          "COPY . .",
          "RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*",
          "ENV A=b",
          "COPY site.conf /etc/",
          "RUN npm ci",
        ],
        [
          ...node,
          "COPY package*.json ./",
          "RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*",
          "ENV A=b",
          "COPY site.conf /etc/",
          "RUN npm ci",
          "COPY . .",
        ],
      ],
      [
        "yarn with what is there",
        [...node, "COPY . .", "RUN yarn install --frozen-lockfile"],
        [
          ...node,
          "COPY package.json yarn.lock .npmrc ./",
          "RUN yarn install --frozen-lockfile",
          "COPY . .",
        ],
        { "package.json": "{}", "yarn.lock": "", ".npmrc": "" },
      ],
      [
        "pnpm with a lockfile that may be missing",
        [...node, "COPY . .", "RUN corepack enable && pnpm install && pnpm build"],
        [
          ...node,
          "COPY package.json pnpm-lock.yaml* ./",
          "RUN corepack enable && pnpm install",
          "COPY . .",
          "RUN pnpm build",
        ],
      ],
      [
        "poetry that leaves the project out",
        [...python, "COPY . .", "RUN pip install poetry==1.8.4 && poetry install --no-root"],
        [
          ...python,
          "COPY pyproject.toml poetry.lock* ./",
          "RUN pip install poetry==1.8.4 && poetry install --no-root",
          "COPY . .",
        ],
      ],
      [
        "Bundler",
        ["FROM ruby:3.4", "WORKDIR /app", "COPY . .", "RUN bundle install"],
        [
          "FROM ruby:3.4",
          "WORKDIR /app",
          "COPY Gemfile Gemfile.lock .ruby-version ./",
          "RUN bundle install",
          "COPY . .",
        ],
        { Gemfile: "", "Gemfile.lock": "", ".ruby-version": "" },
      ],
    ] as const) as [string, string[], string[], Files][],
  )("%s", (_, bad, good, files) => {
    expect(fixedBy(rule, text(...bad), files)).toBe(text(...good));
    expect(findingsOf(rule, text(...good), files)).toEqual([]);
  });

  test("a file without a newline at its end", () => {
    const bad = [...node, "COPY . .", "RUN npm ci"].join("\n");
    expect(fixedBy(rule, bad)).toBe(
      [...node, "COPY package*.json ./", "RUN npm ci", "COPY . ."].join("\n"),
    );
  });
});
