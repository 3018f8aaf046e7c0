import type { ReactNode } from 'react'
import { useKnownCommands } from '../../api/commands'
import { Dialog } from '../../ui/dialog'
import { KeyCaps } from '../../ui/key-caps'
import { commandsByGroup } from '../palette/find-commands'
import { fixedKeys, printedKeys, type FixedKey } from './key-words'
import classes from './shortcut-sheet.module.css'

interface ShortcutSheetProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** All keys: those of the commands that there are now, and those that belong to a part of a page. */
export function ShortcutSheet({ opened, onClose }: ShortcutSheetProps): ReactNode {
  return (
    <Dialog opened={opened} onClose={onClose} title="Keyboard shortcuts" width={720} closable>
      <Sheet />
    </Dialog>
  )
}

function Sheet(): ReactNode {
  const bound = useKnownCommands().flatMap((command) =>
    command.keys === undefined ? [] : [{ ...command, keys: command.keys }],
  )
  const ofCommands = commandsByGroup(bound).map(({ group }) => ({
    group,
    keys: bound
      .filter((command) => command.group === group)
      .map(({ title, keys }): FixedKey => ({ title, keys: printedKeys(keys) })),
  }))
  return (
    <>
      <div className={classes.groups}>
        {[...ofCommands, ...fixedKeys].map(({ group, keys }) => (
          <section key={group} aria-label={group} className={classes.group}>
            <h3 className={classes.heading}>{group}</h3>
            <dl className={classes.rows}>
              {keys.map((each) => (
                <div key={each.title} className={classes.row}>
                  <dt>{each.title}</dt>
                  <dd>
                    <KeyCaps keys={each.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={classes.note}>Letters do nothing while you type in a field or a dialog is open.</p>
    </>
  )
}
