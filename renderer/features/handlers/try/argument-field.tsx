import { Button, Menu, Textarea } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { argumentInLine } from './model'
import classes from './try.module.css'
import type { TryControl } from './use-try'

/** What the script is run with, and what it was run with before. */
export function ArgumentField({ control }: { readonly control: TryControl }): ReactNode {
  const { argument, setArgument, argumentProblem } = control
  return (
    <div className={classes.ask}>
      <Textarea
        label="Argument (JSON)"
        classNames={{ root: classes.argument, wrapper: classes.argumentFrame, input: classes.argumentText }}
        inputWrapperOrder={['label', 'input', 'error']}
        spellCheck={false}
        value={argument}
        error={argumentProblem ? `${argumentProblem.message} ${argumentProblem.remedy}` : undefined}
        onChange={(event) => setArgument(event.currentTarget.value)}
      />
      <TriedMenu tried={control.tried} onPick={setArgument} />
    </div>
  )
}

interface TriedMenuProps {
  readonly tried: readonly string[]
  readonly onPick: (argument: string) => void
}

function TriedMenu({ tried, onPick }: TriedMenuProps): ReactNode {
  return (
    <Menu position="bottom-end" width={320} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-xs"
          className={classes.tried}
          leftSection={<IconHistory size={14} aria-hidden="true" />}
          disabled={tried.length === 0}
        >
          Tried before
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu} aria-label="Arguments tried before">
        {tried.map((each) => (
          <Menu.Item key={each} title={each.slice(0, 2_000)} onClick={() => onPick(each)}>
            <span className={classes.menuText}>{argumentInLine(each) || '(empty)'}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
