import { Button, Skeleton } from '@mantine/core'
import { IconFolderOpen, IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HandlerFolderView } from '../../../src/contract/handlers'
import { useProfile } from '../../api/app-info'
import { useCommands } from '../../api/commands'
import { envelopeOf } from '../../api/client'
import { EmptyState } from '../../ui/empty-state'
import { KeyText } from '../../ui/key-text'
import { Page, Panel } from '../../ui/page'
import { ProblemNote } from '../../ui/problem-note'
import { ActiveNote } from './active-note'
import { useHandlers, useOpenFolder } from './api'
import { ScriptDialogs } from './dialogs/script-dialogs'
import classes from './handlers.module.css'
import listClasses from './script-list.module.css'
import { ScriptDetail } from './script-detail'
import { ScriptList } from './script-list'
import { useScripts, type Scripts } from './use-scripts'

/** The scripts that can run jobs, and an editor for them. */
export function HandlersPage(): ReactNode {
  const { id, readOnly } = useProfile()
  const { data, error, refetch } = useHandlers(id)
  const scripts = useScripts(id, data)
  useCommands([
    {
      id: 'handlers.new',
      title: 'New handler…',
      group: 'Handlers',
      icon: IconPlus,
      words: 'script template create',
      refused: readOnly ? 'This profile is read-only.' : undefined,
      run: () => scripts.open('new'),
    },
  ])
  return (
    <Page
      title="Handlers"
      status={data ? <Folder view={data} /> : null}
      actions={<Actions onNew={() => scripts.open('new')} />}
    >
      <ActiveNote shown={scripts.shown} onShow={scripts.show} />
      {error && !data ? (
        <ProblemNote
          title="The handlers could not be read"
          error={envelopeOf(error)}
          action={
            <Button variant="default" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      ) : (
        <div className={classes.columns}>
          <Panel label="Scripts" aside={data?.hostPid === undefined ? null : `Process ${data.hostPid}`}>
            <List view={data} scripts={scripts} />
          </Panel>
          <Shown view={data} scripts={scripts} />
        </div>
      )}
      <ScriptDialogs scripts={scripts} />
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

function Actions({ onNew }: { readonly onNew: () => void }): ReactNode {
  const { id, readOnly } = useProfile()
  const openFolder = useOpenFolder(id)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFolderOpen size={16} aria-hidden="true" />}
        loading={openFolder.isPending}
        onClick={() => openFolder.mutate()}
      >
        Open folder
      </Button>
      <Button
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        disabled={readOnly}
        title={readOnly ? 'This profile is read-only.' : undefined}
        onClick={onNew}
      >
        New handler
      </Button>
    </>
  )
}

interface PartProps {
  readonly view: HandlerFolderView | undefined
  readonly scripts: Scripts
}

function List({ view, scripts }: PartProps): ReactNode {
  if (!view) {
    return (
      <div className={listClasses.loading} aria-label="The handlers are being read" role="group">
        {[120, 96, 136].map((width) => (
          <Skeleton key={width} height={32} width={width} animate={false} />
        ))}
      </div>
    )
  }
  return <ScriptList scripts={scripts.list} shown={scripts.shown} onShow={scripts.show} />
}

function Shown({ view, scripts }: PartProps): ReactNode {
  const { readOnly } = useProfile()
  if (scripts.shown !== undefined) {
    return <ScriptDetail key={scripts.shown} file={scripts.shown} view={view} scripts={scripts} />
  }
  return (
    <Panel label="Editor" bare>
      {view ? (
        <EmptyState
          title="The folder has no handler"
          action={
            readOnly ? null : <Button onClick={() => scripts.open('new')}>Make one from a template</Button>
          }
        >
          A handler is a .ts, .js or .mjs file that exports a default function (argument, context). One that
          is put into the folder appears here by itself.
        </EmptyState>
      ) : null}
    </Panel>
  )
}
