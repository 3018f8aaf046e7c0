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
  colors: { accent, failure },
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
      vars: () => ({
        root: { '--button-height': controlHeight, '--button-fz': textSize, '--button-padding-x': '12px' },
      }),
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Input: {
      defaultProps: { size: 'sm' },
      vars: () => ({ wrapper: { '--input-height': controlHeight, '--input-fz': textSize } }),
    },
    InputWrapper: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, multiline: true, maw: 360, withArrow: false } },
    // The shell never scrolls, so there is no page scroll to lock (and no style to be injected for it).
    Modal: {
      defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 150 }, padding: 'lg' },
    },
  },
})

/** The nonce that lets the UI kit add its style elements under the content security policy. */
export function readStyleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}
