import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { AuditFilter } from '../../../src/contract/audit'
import { useProfile } from '../../api/app-info'
import { useExportAudit } from './api'

/** Writes what the filter lets through to a file. */
export function ExportMenu({ filter }: { readonly filter: AuditFilter }): ReactNode {
  const { id } = useProfile()
  const save = useExportAudit(id, filter)
  const filtered = filter.acts !== undefined || filter.text !== undefined
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
          loading={save.isPending}
          title={filtered ? 'What the filter lets through, to a file' : 'All of the audit, to a file'}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save.mutate('csv')}>As CSV…</Menu.Item>
        <Menu.Item onClick={() => save.mutate('jsonl')}>As JSON Lines…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
