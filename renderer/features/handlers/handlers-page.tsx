import { Button, Skeleton } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HandlerFolderView } from '../../../src/contract/handlers'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { EmptyState } from '../../ui/empty-state'
import { KeyText } from '../../ui/key-text'
import { Page, Panel } from '../../ui/page'
import { ProblemNote } from '../../ui/problem-note'
import { useChooseHandler, useHandlers, useOpenFolder } from './api'
import { HandlerItem } from './handler-item'
import classes from './handlers.module.css'

/** The scripts that can run jobs, and the one that does. */
export function HandlersPage(): ReactNode {
  const { id } = useProfile()
  const { data, error, refetch } = useHandlers(id)
  const openFolder = useOpenFolder(id)
  return (
    <Page
      title="Handlers"
      status={data ? <Folder view={data} /> : null}
      actions={
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={16} aria-hidden="true" />}
          loading={openFolder.isPending}
          onClick={() => openFolder.mutate()}
        >
          Open folder
        </Button>
      }
    >
      <Panel label="Scripts" aside={data?.hostPid === undefined ? null : `Run in process ${data.hostPid}`}>
        {error ? (
          <div className={classes.problem}>
            <ProblemNote
              title="The handlers could not be read"
              error={envelopeOf(error)}
              action={
                <Button variant="default" onClick={() => void refetch()}>
                  Try again
                </Button>
              }
            />
          </div>
        ) : (
          <HandlerList view={data} />
        )}
      </Panel>
    </Page>
  )
}

function Folder({ view }: { readonly view: HandlerFolderView }): ReactNode {
  return (
    <span className={classes.folder}>
      <KeyText text={view.folder} what="Folder" />
    </span>
  )
}

function HandlerList({ view }: { readonly view: HandlerFolderView | undefined }): ReactNode {
  const { id, readOnly } = useProfile()
  const choose = useChooseHandler(id)
  if (!view) return <LoadingList />
  if (view.handlers.length === 0) {
    return (
      <EmptyState title="The folder has no handler">
        A handler is a .js, .mjs or .ts file that exports a default function (argument, context). Put one into
        the folder: it appears here by itself.
      </EmptyState>
    )
  }
  return (
    <ul className={classes.list} aria-label="Handler scripts">
      {view.handlers.map((handler) => (
        <HandlerItem
          key={handler.file}
          handler={handler}
          readOnly={readOnly}
          busy={choose.isPending && choose.variables === handler.file}
          onUse={() => choose.mutate(handler.file)}
        />
      ))}
    </ul>
  )
}

function LoadingList(): ReactNode {
  return (
    <div className={classes.list} aria-label="The handlers are being read" role="group">
      {['first', 'second', 'third'].map((each) => (
        <div key={each} className={classes.item}>
          <Skeleton height={12} width={160} animate={false} />
        </div>
      ))}
    </div>
  )
}
