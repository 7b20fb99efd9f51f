import { hostOfUrl } from "./urls.ts";

/** User and password in a URL of a text. */
export interface UrlCredentials {
  /** Where `user:password` (or the token) stands. */
  readonly start: number;
  readonly end: number;
  readonly scheme: string;
  readonly user: string;
  /** Null when only a user, or a token in its place, is given. */
  readonly password: string | null;
  readonly host: string | null;
}

const pattern =
  /(?<![a-z0-9+.-])(?<scheme>[a-z][a-z0-9+.-]{1,20}):\/\/(?<user>[^\s:@/"'<>|\\`?#]{0,200})(?::(?<password>[^\s@/"'<>|\\`]{1,200}))?@(?<rest>[^\s"'<>|\\`]{1,200})/gi;

/** The URLs of a text that carry a user and a password, or a user alone, in order. */
export function urlCredentialsIn(text: string): readonly UrlCredentials[] {
  if (!text.includes("@") || !text.includes("://")) return [];
  return [...text.matchAll(pattern)].map((match) => {
    const { scheme = "", user = "", password, rest = "" } = match.groups ?? {};
    const start = match.index + scheme.length + 3;
    const length = user.length + (password === undefined ? 0 : password.length + 1);
    return {
      start,
      end: start + length,
      scheme: scheme.toLowerCase(),
      user,
      password: password ?? null,
      host: hostOfUrl(`${scheme}://${rest}`),
    };
  });
}

/** Passwords that stand for any, and those that services come with. */
const commonWords =
  /^(?:pass(?:word|wd|phrase)?|pw|pwd|secret|token|user(?:name)?|admin|root|guest|test|postgres|mysql|redis|mongo|minio|minioadmin|rabbitmq|changeit|change_?me|example|sample|dummy|foo|bar|baz|x+|\*+|\.+|your.*|my.*|my-?secret.*|123456?7?8?9?)\d{0,4}$/i;

/** Whether a password in a URL stands for any, or is one that a local database is started with (`postgres:postgres`). */
export function isCommonPassword({ user, password }: UrlCredentials): boolean {
  return password !== null && (password === user || commonWords.test(password));
}
