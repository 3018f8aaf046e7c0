import {
  IconBolt,
  IconClipboardText,
  IconClock,
  IconCommand,
  IconDeviceDesktop,
  IconInfoCircle,
  IconKeyboard,
  IconMoon,
  IconSettings,
  IconSun,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
  type Icon,
} from '@tabler/icons-react'
import type { ZoomStep } from '../../../src/contract/channels/shell'
import type { ThemeChoice } from '../../../src/contract/preferences'
import { request } from '../../api/client'
import { useCommands, type Command } from '../../api/commands'
import { useCopyDiagnostics } from '../../api/diagnostics'
import { notifyError } from '../../api/notices'
import { useChangePreferences, usePreferences } from '../../api/preferences'
import { goTo } from '../routes'

interface Places {
  readonly onPalette: () => void
  readonly onSheet: () => void
}

const themes: readonly { readonly theme: ThemeChoice; readonly title: string; readonly icon: Icon }[] = [
  { theme: 'system', title: 'Theme: as the system', icon: IconDeviceDesktop },
  { theme: 'light', title: 'Theme: light', icon: IconSun },
  { theme: 'dark', title: 'Theme: dark', icon: IconMoon },
]

const zooms: readonly { readonly step: ZoomStep; readonly title: string; readonly icon: Icon }[] = [
  { step: 'in', title: 'Zoom in', icon: IconZoomIn },
  { step: 'out', title: 'Zoom out', icon: IconZoomOut },
  { step: 'reset', title: 'Actual size', icon: IconZoomReset },
]

/** The acts on the app itself: its look, its pages about itself, and what lists all the others. */
export function useAppCommands({ onPalette, onSheet }: Places): void {
  const { timeZone, motion } = usePreferences()
  const change = useChangePreferences()
  const copyDiagnostics = useCopyDiagnostics()
  useCommands([
    {
      id: 'app.palette',
      title: 'Command palette',
      group: 'App',
      icon: IconCommand,
      keys: 'Mod+K',
      run: onPalette,
    },
    {
      id: 'app.shortcuts',
      title: 'Keyboard shortcuts',
      group: 'App',
      icon: IconKeyboard,
      keys: '?',
      run: onSheet,
    },
    {
      id: 'app.preferences',
      title: 'Preferences',
      group: 'App',
      icon: IconSettings,
      words: 'settings options',
      keys: 'Mod+,',
      run: () => goTo('preferences'),
    },
    {
      id: 'app.about',
      title: 'About Keyhold',
      group: 'App',
      icon: IconInfoCircle,
      words: 'version licences paths log',
      keys: 'g a',
      run: () => goTo('about'),
    },
    {
      id: 'app.diagnostics',
      title: 'Copy diagnostics',
      group: 'App',
      icon: IconClipboardText,
      words: 'report bug support',
      run: copyDiagnostics,
    },
    {
      id: 'view.time-zone',
      title: timeZone === 'utc' ? 'Show times in local time' : 'Show times in UTC',
      group: 'View',
      icon: IconClock,
      words: 'zone clock',
      run: () => change({ timeZone: timeZone === 'utc' ? 'local' : 'utc' }),
    },
    {
      id: 'view.motion',
      title: motion === 'reduced' ? 'Motion: as the system' : 'Reduce motion',
      group: 'View',
      icon: IconBolt,
      words: 'animation',
      run: () => change({ motion: motion === 'reduced' ? 'system' : 'reduced' }),
    },
    ...themes.map(({ theme, title, icon }): Command => ({
      id: `view.theme-${theme}`,
      title,
      group: 'View',
      icon,
      words: 'colour mode look',
      run: () => change({ theme }),
    })),
    ...zooms.map(({ step, title, icon }): Command => ({
      id: `view.zoom-${step}`,
      title,
      group: 'View',
      icon,
      run: () => zoom(step),
    })),
  ])
}

function zoom(step: ZoomStep): void {
  request('shell.zoom', { step }).catch((error: unknown) => notifyError('The zoom is as it was', error))
}
