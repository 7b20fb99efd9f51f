/** The tools that install what a project's manifest lists. `pip` also stands for `uv pip`. */
export type DependencyTool =
  | "npm"
  | "yarn"
  | "pnpm"
  | "bun"
  | "pip"
  | "pipenv"
  | "poetry"
  | "uv"
  | "go"
  | "cargo"
  | "mvn"
  | "gradle"
  | "bundle"
  | "composer"
  | "dotnet"
  | "mix";
