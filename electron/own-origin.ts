/**
 * Tells whether a URL belongs to the place that the renderer was loaded from. `URL.origin` is "null" for schemes
 * of one's own, so scheme and host are compared.
 * @param rendererUrl where the renderer is loaded from
 */
export function ownOrigin(rendererUrl: string): (url: string) => boolean {
  const own = new URL(rendererUrl)
  return (url) => {
    try {
      const other = new URL(url)
      return other.protocol === own.protocol && other.host === own.host
    } catch {
      return false
    }
  }
}
