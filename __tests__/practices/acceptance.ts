/** What may be said of a whole file that follows the practices, and why it is right. */
export interface Acceptance {
  /** A folder of the fixtures. */
  readonly fixture: string;
  readonly what: string;
  /** Findings above `info`, by rule: here the file breaks a practice of another document. */
  readonly right?: Readonly<Record<string, string>>;
  /** Advice, by rule, and why it is given all the same. */
  readonly advice: Readonly<Record<string, string>>;
}

const noHealthcheck = "it serves a port and has no HEALTHCHECK, which two documents ask for";

/** The complete files that the documents hold up as good ones, written anew in the same shape. */
export const acceptance: readonly Acceptance[] = [
  {
    fixture: "practice-react-nginx",
    what: "a React application served by nginx",
    advice: {
      "missing-healthcheck": noHealthcheck,
      "missing-user": "nginx starts as root, which is nobody's mistake but worth knowing",
    },
  },
  {
    fixture: "practice-fastapi",
    what: "a FastAPI service in one stage",
    right: { "ownership-in-later-layer": "it changes the owner of what it has copied" },
    advice: { "missing-healthcheck": noHealthcheck },
  },
  {
    fixture: "practice-go-scratch",
    what: "a Go service in scratch",
    right: {
      "source-before-dependencies": "it copies the source before the modules",
      "go-mod-tidy-in-build": "it changes go.mod while the image is built",
    },
    advice: {
      "missing-healthcheck": noHealthcheck,
      "unstripped-go-binary": "it lacks -trimpath, which another document asks for",
    },
  },
  {
    fixture: "practice-go-pinned",
    what: "a Go service on images with digests",
    advice: { "missing-healthcheck": noHealthcheck },
  },
  {
    fixture: "practice-fastapi-complete",
    what: "a FastAPI service with a builder",
    advice: { "python-user-install-path": "it copies what pip installed without --chown" },
  },
  { fixture: "practice-go-alpine", what: "a static Go service on Alpine", advice: {} },
  {
    fixture: "practice-go-distroless",
    what: "the same in a distroless image",
    advice: { "missing-healthcheck": noHealthcheck },
  },
];
