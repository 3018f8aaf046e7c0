import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent: a calm blue. */
const accent: MantineColorsTuple = [
  '#eef4ff',
  '#dbe7fe',
  '#b9d0fc',
  '#93b7fa',
  '#86b4ff',
  '#4a85ee',
  '#1f5fd0',
  '#1648a8',
  '#2b63cf',
  '#123d8f',
]

/** The greys of the dark side, from text to the deepest ground. */
const dark: MantineColorsTuple = [
  '#e9ebef',
  '#b6bdc9',
  '#929baa',
  '#6d7686',
  '#3a424f',
  '#262c36',
  '#1b2028',
  '#13161b',
  '#101318',
  '#0d0f13',
]

/** A failure is neither red (that destroys) nor orange (that bumps). */
const failure: MantineColorsTuple = [
  '#fdeef8',
  '#f9d8ee',
  '#f59fd6',
  '#ea7cc4',
  '#d955ad',
  '#b9318c',
  '#9c1d73',
  '#85135f',
  '#c23f99',
  '#6d0d4d',
]

const controlHeight = '32px'
const textSize = '13px'

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 8 },
  colors: { accent, dark, failure },
  fontFamily: "'Inter Variable', sans-serif",
  fontFamilyMonospace: "'JetBrains Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '16px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: { fontFamily: "'Inter Variable', sans-serif", fontWeight: '600' },
  components: {
    Button: {
      defaultProps: { size: 'sm' },
      vars: (_theme: unknown, { size }: { readonly size?: unknown }) => ({
        root:
          size === 'sm'
            ? { '--button-height': controlHeight, '--button-fz': textSize, '--button-padding-x': '12px' }
            : {},
      }),
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Input: {
      defaultProps: { size: 'sm' },
      vars: () => ({ wrapper: { '--input-height': controlHeight, '--input-fz': textSize } }),
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close notice' } } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, multiline: true, maw: 360, withArrow: false } },
  },
})

/** The nonce that lets the UI kit add its style elements under the content security policy. */
export function readStyleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}
