import 'react'

declare module 'react' {
  interface CSSProperties {
    /** The columns of a table. */
    '--tracks'?: string
    /** Px with unit: what the columns take at least. */
    '--tracks-width'?: string
  }
}
