/** A number of megabytes as it is said of an estimate: `3.8 MB`, `43 MB`, `410 MB`, `1.2 GB`. */
export function sayMegabytes(megabytes: number): string {
  if (megabytes >= 1000) return `${(megabytes / 1000).toFixed(1)} GB`;
  if (megabytes >= 100) return `${Math.round(megabytes / 10) * 10} MB`;
  return `${megabytes < 10 ? megabytes : Math.round(megabytes)} MB`;
}
