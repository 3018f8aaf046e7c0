import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconCircleCheckFilled,
  IconCopy,
  IconDots,
  IconExternalLink,
  IconFolderSearch,
  IconIndentIncrease,
  IconPencil,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HandlerView } from '../../../src/contract/handlers'
import { useProfile } from '../../api/app-info'
import { StatusBadge } from '../../ui/status-badge'
import { useOpenOutside, useRevealScript } from './api'
import { isUnsaved, type Draft } from './draft'
import classes from './script-toolbar.module.css'
import { useJustSaved } from './use-just-saved'
import type { Scripts } from './use-scripts'

interface ScriptToolbarProps {
  readonly draft: Draft
  /** Undefined while the list does not have it. */
  readonly handler: HandlerView | undefined
  readonly scripts: Scripts
  readonly trying: boolean
  readonly onTry: () => void
  readonly onSave: () => void
  readonly onFormat: () => void
}

const readOnlyHint = 'This profile is read-only.'

/** What the script is, and what can be done with it. */
export function ScriptToolbar(props: ScriptToolbarProps): ReactNode {
  const { draft, handler, scripts, trying, onTry } = props
  const unsaved = isUnsaved(draft)
  const justSaved = useJustSaved(scripts.save.busy, unsaved)
  return (
    <div className={classes.toolbar}>
      <h2 className={classes.file} title={draft.file}>
        {draft.file}
      </h2>
      {handler?.active ? <StatusBadge tone="active" icon={IconCircleCheckFilled} word="Active" /> : null}
      <span aria-live="polite">
        {unsaved ? <span className={classes.unsaved}>Unsaved</span> : null}
        {justSaved && !unsaved ? <span className={classes.saved}>Saved</span> : null}
      </span>
      <div className={classes.acts}>
        <Button
          variant="default"
          aria-pressed={trying}
          className={classes.toggle}
          leftSection={<IconPlayerPlay size={14} aria-hidden="true" />}
          onClick={onTry}
        >
          Try it
        </Button>
        {handler && !handler.active ? (
          <UseButton handler={handler} scripts={scripts} unsaved={unsaved} />
        ) : null}
        <SaveButton {...props} unsaved={unsaved} />
        <MoreMenu {...props} />
      </div>
    </div>
  )
}

function UseButton({
  handler,
  scripts,
  unsaved,
}: {
  readonly handler: HandlerView
  readonly scripts: Scripts
  readonly unsaved: boolean
}): ReactNode {
  const { readOnly } = useProfile()
  const { file, problem } = handler
  // What is wrong with the file may be mended in the editor.
  const isBroken = problem !== undefined && !unsaved
  return (
    <Button
      variant="default"
      loading={scripts.choosing === file}
      disabled={readOnly || isBroken}
      title={readOnly ? readOnlyHint : isBroken ? 'A broken script cannot be used.' : undefined}
      onClick={() => scripts.use(file)}
    >
      {unsaved ? 'Save and use' : 'Use this handler'}
    </Button>
  )
}

function SaveButton({
  draft,
  scripts,
  unsaved,
  onSave,
}: ScriptToolbarProps & { readonly unsaved: boolean }): ReactNode {
  const { readOnly } = useProfile()
  const undecided = draft.outside.state === 'changed'
  const title = readOnly
    ? readOnlyHint
    : undecided
      ? 'First choose between your text and the one on the disk.'
      : 'Save (Ctrl+S, ⌘S)'
  return (
    <Button
      loading={scripts.save.busy}
      disabled={readOnly || !unsaved || undecided}
      title={title}
      onClick={onSave}
    >
      Save
    </Button>
  )
}

function MoreMenu({ draft: { file, outside }, handler, scripts, onFormat }: ScriptToolbarProps): ReactNode {
  const { id, readOnly } = useProfile()
  const reveal = useRevealScript(id)
  const openOutside = useOpenOutside(id)
  const isThere = outside.state !== 'gone'
  const active = handler?.active ?? false
  return (
    <Menu
      position="bottom-end"
      width={248}
      returnFocus
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      floatingStrategy="fixed"
    >
      <Menu.Target>
        <ActionIcon size={32} aria-label={`More about ${file}`} title="More">
          <IconDots size={16} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Item
          leftSection={<IconIndentIncrease size={16} aria-hidden="true" />}
          rightSection={<kbd className={classes.key}>Shift+Alt+F</kbd>}
          disabled={readOnly}
          onClick={onFormat}
        >
          Format
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPencil size={16} aria-hidden="true" />}
          disabled={readOnly || !isThere}
          onClick={() => scripts.open('rename')}
        >
          Rename…
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={16} aria-hidden="true" />}
          disabled={readOnly || !isThere}
          onClick={() => scripts.open('duplicate')}
        >
          Duplicate…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconFolderSearch size={16} aria-hidden="true" />}
          disabled={!isThere}
          onClick={() => reveal.mutate(file)}
        >
          Show in file manager
        </Menu.Item>
        <Menu.Item
          leftSection={<IconExternalLink size={16} aria-hidden="true" />}
          disabled={!isThere}
          onClick={() => openOutside.mutate(file)}
        >
          Open in the system’s editor
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash size={16} aria-hidden="true" />}
          className={classes.danger}
          disabled={readOnly || active || !isThere}
          onClick={() => scripts.open('trash')}
        >
          Move to trash…
          {active ? <span className={classes.reason}>Not the active one: use another first.</span> : null}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
