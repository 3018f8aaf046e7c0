import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useProfile } from '../../api/app-info'
import { useExport, type ExportRequest } from './api'

/** Writes what the filter lets through into a file. */
export function ExportMenu(of: Omit<ExportRequest, 'format'>): ReactNode {
  const { id } = useProfile()
  const begin = useExport(id)
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
          loading={begin.isPending}
          title="What the filter lets through, with all that is kept of each job"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => begin.mutate({ ...of, format: 'jsonl' })}>As JSON Lines…</Menu.Item>
        <Menu.Item onClick={() => begin.mutate({ ...of, format: 'csv' })}>As CSV…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
