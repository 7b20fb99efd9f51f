/** Whether what USER names is the superuser: `root` or id 0, with or without a group. */
export function isRoot(user: string): boolean {
  return /^(root|0+)(:.*)?$/i.test(user.trim());
}
