import { Button, SegmentedControl } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { notify } from '../../api/notices'
import { useChangePreferences, usePreferences } from '../../api/preferences'
import { formatZonedMoment } from '../../ui/format'
import { Page, Panel } from '../../ui/page'
import { RefreshControl } from '../../ui/refresh-control'
import { useNow } from '../../ui/use-now'
import { forgetRemembered } from '../../ui/use-remembered-state'
import { durabilities, interruptedChoices, motions, themes, zones } from './model'
import classes from './preferences.module.css'
import { ZoomControl } from './zoom-control'

/** What the operator chooses for the whole app, whatever the profile. Each choice counts at once. */
export function PreferencesPage(): ReactNode {
  const { theme, timeZone, motion, tourDone, interrupted, durability } = usePreferences()
  const change = useChangePreferences()
  return (
    <Page title="Preferences" status={<span className={classes.soft}>Each choice counts at once.</span>}>
      <div className={classes.scroller} tabIndex={0} role="group" aria-label="Preferences">
        <Panel label="Look" height="fit">
          <Choice name="Theme" options={themes} value={theme} onChange={(next) => change({ theme: next })} />
          <Choice
            name="Motion"
            hint="Reduced: nothing fades or slides."
            options={motions}
            value={motion}
            onChange={(next) => change({ motion: next })}
          />
          <Row name="Zoom" hint="Ctrl and + or −; Ctrl+0 is 100 %.">
            <ZoomControl />
          </Row>
        </Panel>
        <Panel label="Times" height="fit">
          <Choice
            name="Show times in"
            hint={<Now />}
            options={zones}
            value={timeZone}
            onChange={(next) => change({ timeZone: next })}
          />
        </Panel>
        <Panel label="Tables" height="fit">
          <Row name="Refresh" hint="How often tables and charts are read again; counters are always live.">
            <RefreshControl />
          </Row>
        </Panel>
        <Panel label="Remembered" height="fit">
          <Row name="Column widths, filters and forms" hint="Unsaved scripts stay.">
            <Button
              variant="default"
              onClick={() => {
                forgetRemembered()
                notify('Forgotten', 'Columns, filters and forms start as they were at first.')
              }}
            >
              Reset
            </Button>
          </Row>
          <Row name="First steps" hint="Three sentences on the Queue page.">
            <Button variant="default" disabled={!tourDone} onClick={() => change({ tourDone: false })}>
              {tourDone ? 'Show again' : 'Shown'}
            </Button>
          </Row>
        </Panel>
        <Panel label="If Keyhold crashes" height="fit">
          <Choice
            name="A job that ran then"
            hint="Whether it did its work is not known. Jobs that waited go on at the next start."
            options={interruptedChoices}
            value={interrupted}
            onChange={(next) => change({ interrupted: next })}
          />
          <Choice
            name="Jobs that wait survive"
            hint="A power cut may take the last moments, or each commit waits for the disk. From the next start."
            options={durabilities}
            value={durability}
            onChange={(next) => change({ durability: next })}
          />
        </Panel>
        <Panel label="Quit" height="fit">
          <Row
            name="Jobs that wait when Keyhold quits"
            hint="Keyhold asks then: finish them, keep them for the next start, or drop them."
          >
            <span className={classes.soft}>Ask each time</span>
          </Row>
        </Panel>
      </div>
    </Page>
  )
}

function Now(): ReactNode {
  return <span className={classes.figures}>Now: {formatZonedMoment(useNow()).replace(/\.\d{3}/, '')}</span>
}

interface RowProps {
  readonly name: string
  readonly hint?: ReactNode
  readonly children: ReactNode
}

function Row({ name, hint, children }: RowProps): ReactNode {
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <span className={classes.name}>{name}</span>
        {hint === undefined ? null : <span className={classes.hint}>{hint}</span>}
      </div>
      {children}
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  readonly name: string
  readonly hint?: ReactNode
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

function Choice<Value extends string>(props: ChoiceProps<Value>): ReactNode {
  const { name, hint, options, value, onChange } = props
  const hintId = useId()
  const choose = (wanted: string): void => {
    const option = options.find((each) => each.value === wanted)
    if (option) onChange(option.value)
  }
  return (
    <Row name={name} {...(hint === undefined ? {} : { hint: <span id={hintId}>{hint}</span> })}>
      <SegmentedControl
        aria-label={name}
        aria-describedby={hint === undefined ? undefined : hintId}
        data={options.map((option) => ({ ...option }))}
        value={value}
        onChange={choose}
        size="xs"
        transitionDuration={0}
      />
    </Row>
  )
}
