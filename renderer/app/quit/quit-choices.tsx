import { IconAlertTriangle, IconBan } from '@tabler/icons-react'
import { useId, type ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { runningWords, type QuitChoice, type QuitChoiceName } from './model'
import classes from './quit.module.css'

interface QuitChoicesProps {
  readonly live: LiveState
  readonly choices: readonly QuitChoice[]
  readonly chosen: QuitChoiceName | undefined
  readonly onChoose: (name: QuitChoiceName) => void
}

/** What can become of the jobs that wait, each with what it does. */
export function QuitChoices({ live, choices, chosen, onChoose }: QuitChoicesProps): ReactNode {
  const running = runningWords(live)
  return (
    <>
      {running === undefined ? null : <p className={classes.running}>{running}</p>}
      <fieldset className={classes.choices} aria-label="What becomes of the jobs that wait">
        {choices.map((choice) => (
          <Choice
            key={choice.name}
            choice={choice}
            isChosen={choice.name === chosen}
            onChoose={() => onChoose(choice.name)}
          />
        ))}
      </fieldset>
    </>
  )
}

interface ChoiceProps {
  readonly choice: QuitChoice
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Choice({ choice, isChosen, onChoose }: ChoiceProps): ReactNode {
  const { name, title, text, cautions, refused } = choice
  const words = useId()
  return (
    <label className={classes.choice} data-name={name} data-refused={refused !== undefined || undefined}>
      <input
        type="radio"
        name="quit"
        checked={isChosen}
        disabled={refused !== undefined}
        onChange={onChoose}
        aria-label={title}
        aria-describedby={words}
      />
      <span className={classes.title}>{title}</span>
      <span id={words} className={classes.words}>
        {refused === undefined ? (
          <span>{text}</span>
        ) : (
          <span className={classes.refused}>
            <IconBan size={14} aria-hidden="true" />
            {refused}
          </span>
        )}
        {refused === undefined ? <Cautions cautions={cautions} /> : null}
      </span>
    </label>
  )
}

export function Cautions({ cautions }: { readonly cautions: readonly string[] }): ReactNode {
  return cautions.map((words) => (
    <span key={words} className={classes.caution}>
      <IconAlertTriangle size={14} aria-hidden="true" />
      <span>{words}</span>
    </span>
  ))
}
