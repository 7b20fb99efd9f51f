import { basename } from "node:path";
import picomatch from "picomatch";

/** Files by path, as they lie in a job's workspace. */
export type Files = Readonly<Record<string, string>>;

/** The artifacts of one workflow run. */
export class Artifacts {
  readonly #byName = new Map<string, Files>();

  /**
   * What actions/upload-artifact keeps of some files: when they lie in one directory, their names.
   * @param paths absolute paths with what stands in them
   */
  upload(name: string, paths: Files): void {
    const files = Object.entries(paths).map(([path, text]) => [basename(path), text]);
    this.#byName.set(name, Object.fromEntries(files) as Files);
  }

  /**
   * Where actions/download-artifact puts what a pattern names: each artifact in a directory of its name, one that is alone straight
   * into the directory. Source: https://github.com/actions/download-artifact, "Outputs" and the notes on version 5.
   */
  download(pattern: string, directory: string): Files {
    const isWanted = picomatch(pattern);
    const wanted = [...this.#byName].filter(([name]) => isWanted(name));
    const files = wanted.flatMap(([name, held]) => {
      const place = wanted.length === 1 ? directory : `${directory}/${name}`;
      return Object.entries(held).map(([file, text]) => [`${place}/${file}`, text]);
    });
    return Object.fromEntries(files) as Files;
  }

  /**
   * Where `gh run download --name NAME --dir DIRECTORY` puts it: straight into the directory. Nothing when there is none of that
   * name, and then the command fails. Source: https://cli.github.com/manual/gh_run_download
   */
  ghDownload(name: string, directory: string): Files {
    const held = Object.entries(this.#byName.get(name) ?? {});
    return Object.fromEntries(held.map(([file, text]) => [`${directory}/${file}`, text]));
  }
}
