import { Button, Skeleton } from '@mantine/core'
import { IconClipboardText } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { AboutView, ShellPlace } from '../../../src/contract/channels/shell'
import type { LiveState } from '../../../src/contract/live'
import { envelopeOf } from '../../api/client'
import { useCopyDiagnostics } from '../../api/diagnostics'
import { useLive } from '../../api/live'
import { Detail, DetailList } from '../../ui/detail-list'
import { KeyText } from '../../ui/key-text'
import { Page, Panel } from '../../ui/page'
import { ProblemNote } from '../../ui/problem-note'
import { aboutQuery, useOpenPlace, type Licence } from './api'
import classes from './about.module.css'
import { LicenceDrawer } from './licence-drawer'
import { LicenceList } from './licence-list'

/** What the app is made of, where its files are, and a report to pass on. */
export function AboutPage(): ReactNode {
  const { data, error } = useQuery(aboutQuery)
  const [shown, setShown] = useState<Licence>()
  const copyDiagnostics = useCopyDiagnostics()
  return (
    <Page
      title="About"
      status={<span className={classes.soft}>Background jobs once per key, over one Redis.</span>}
      actions={
        <Button
          variant="default"
          leftSection={<IconClipboardText size={16} aria-hidden="true" />}
          title="Versions, state and counters. No password, no key and no argument of a job."
          onClick={copyDiagnostics}
        >
          Copy diagnostics
        </Button>
      }
      drawer={
        shown ? <LicenceDrawer key={shown.name} licence={shown} onClose={() => setShown(undefined)} /> : null
      }
    >
      <div className={classes.columns}>
        <div className={classes.facts} tabIndex={0} role="group" aria-label="Versions and files">
          {error ? <ProblemNote title="The versions could not be read" error={envelopeOf(error)} /> : null}
          <Panel label="Versions" height="fit">
            {data ? <Versions about={data} /> : <Loading rows={7} />}
          </Panel>
          <Panel label="Files" height="fit">
            {data ? <Files about={data} /> : <Loading rows={3} />}
          </Panel>
        </div>
        <LicenceList shown={shown} onShow={setShown} />
      </div>
    </Page>
  )
}

function Loading({ rows }: { readonly rows: number }): ReactNode {
  return <Skeleton height={rows * 28} m={12} width="auto" animate={false} />
}

const selectConnection = (live: LiveState) => live.connection

function Versions({ about }: { readonly about: AboutView }): ReactNode {
  const connection = useLive(selectConnection)
  return (
    <div className={classes.details}>
      <DetailList>
        <Detail name="Keyhold">{about.version}</Detail>
        <Detail name="Electron">{about.electron}</Detail>
        <Detail name="Chrome">{about.chrome}</Detail>
        <Detail name="Node.js">{about.node}</Detail>
        <Detail name="V8">{about.v8}</Detail>
        <Detail name="Redis server">
          {connection.state === 'ready' ? connection.serverVersion : 'not connected'}
        </Detail>
        <Detail name="System">{about.system}</Detail>
      </DetailList>
    </div>
  )
}

function Files({ about }: { readonly about: AboutView }): ReactNode {
  return (
    <div className={classes.details}>
      <DetailList>
        <Place name="User data" path={about.userData} place="user-data" />
        <Place name="Log" path={about.logFile} place="log" />
        <Place name="Handlers" path={about.handlerFolder} place="handlers" />
      </DetailList>
    </div>
  )
}

interface PlaceProps {
  readonly name: string
  readonly path: string
  readonly place: ShellPlace
}

function Place({ name, path, place }: PlaceProps): ReactNode {
  const open = useOpenPlace()
  return (
    <Detail name={name}>
      <span className={classes.place}>
        <KeyText text={path} what="Path" />
        <Button
          size="compact-sm"
          variant="default"
          loading={open.isPending}
          aria-label={`Open the folder: ${name}`}
          onClick={() => open.mutate(place)}
        >
          Open
        </Button>
      </span>
    </Detail>
  )
}
