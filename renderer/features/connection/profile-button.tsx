import {
  IconChevronDown,
  IconFlame,
  IconFlask,
  IconPlugConnected,
  IconTool,
  type Icon,
} from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { Environment } from '../../../src/contract/profile'
import { useProfile } from '../../api/app-info'
import { useCommands } from '../../api/commands'
import { ConnectionDialog } from './connection-dialog'
import classes from './connection.module.css'
import { environmentWords } from './model'

const icons: Readonly<Record<Environment, Icon>> = {
  production: IconFlame,
  staging: IconFlask,
  development: IconTool,
}

/** Which profile is at work, and the way to another connection. */
export function ProfileButton(): ReactNode {
  const profile = useProfile()
  const [opened, setOpened] = useState(false)
  const Glyph = icons[profile.environment]
  useCommands([
    {
      id: 'connection.open',
      title: 'Change the connection…',
      group: 'Redis',
      icon: IconPlugConnected,
      words: 'profile address namespace environment connect open',
      run: () => setOpened(true),
    },
  ])
  return (
    <>
      <button
        type="button"
        className={classes.profile}
        title={`${profile.address}, namespace “${profile.namespace}”: change the connection`}
        onClick={() => setOpened(true)}
      >
        <span className={classes.environment} data-environment={profile.environment}>
          <Glyph size={14} aria-hidden="true" />
          {environmentWords[profile.environment]}
        </span>
        <span className={classes.profileName}>{profile.name}</span>
        {profile.readOnly ? <span className={classes.quiet}>read-only</span> : null}
        <IconChevronDown size={14} className={classes.chevron} aria-hidden="true" />
      </button>
      <ConnectionDialog opened={opened} onClose={() => setOpened(false)} />
    </>
  )
}
