import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ExportFormat } from '../../../src/contract/exports'

interface ExportMenuProps {
  /** What is written. */
  readonly hint: string
  readonly busy: boolean
  readonly onExport: (format: ExportFormat) => void
}

/** Writes what a page shows to a file, in a form of the operator's choice. */
export function ExportMenu({ hint, busy, onExport }: ExportMenuProps): ReactNode {
  return (
    <Menu
      position="bottom-end"
      width={184}
      returnFocus
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      floatingStrategy="fixed"
    >
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          loading={busy}
          title={hint}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onExport('csv')}>As CSV…</Menu.Item>
        <Menu.Item onClick={() => onExport('jsonl')}>As JSON Lines…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
