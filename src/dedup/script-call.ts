import { createHash } from 'node:crypto'
import { Command, type Redis } from 'ioredis'

/** A script that is called so often, with so many keys, that its calls are written by hand. */
export class HotScript {
  readonly #lua: string
  readonly #sha: string

  constructor(lua: string) {
    this.#lua = lua
    this.#sha = createHash('sha1').update(lua).digest('hex')
  }

  /** Makes it known to the server: what follows on the same connection comes after. A failure shows in the calls. */
  tell(redis: Redis): void {
    redis.script('LOAD', this.#lua).catch(() => undefined)
  }

  /** Rejects with NOSCRIPT where the server has forgotten the script: nothing was done, and it has been told again. */
  call(redis: Redis, call: ScriptCall): Promise<unknown> {
    const command = new WrittenCommand(call.encode(this.#sha))
    redis.sendCommand(command)
    command.promise.catch((error: unknown) => {
      if (isUnknownScript(error)) this.tell(redis)
    })
    return command.promise
  }
}

/**
 * The keys and arguments of one call, in Redis' protocol from the start. ioredis takes them as a list, which it copies
 * four times and measures item by item, and a batch has 1,500.
 */
export class ScriptCall {
  #keys = ''
  #keyCount = 0
  #args = ''
  #argCount = 0

  /** @param bytes of the text's UTF-8 */
  key(text: string, bytes: number): void {
    this.#keys += `$${bytes}\r\n${text}\r\n`
    this.#keyCount++
  }

  /** @param bytes of the text's UTF-8 */
  arg(text: string, bytes: number): void {
    this.#args += `$${bytes}\r\n${text}\r\n`
    this.#argCount++
  }

  /** @param value whole: nothing else has one spelling */
  number(value: number): void {
    const digits = String(value)
    this.arg(digits, digits.length)
  }

  encode(sha: string): string {
    const count = String(this.#keyCount)
    const head = `*${3 + this.#keyCount + this.#argCount}\r\n$7\r\nEVALSHA\r\n$${sha.length}\r\n${sha}\r\n`
    return `${head}$${count.length}\r\n${count}\r\n${this.#keys}${this.#args}`
  }
}

/** A command whose text is known already; ioredis sends it, and matches its reply. */
class WrittenCommand extends Command {
  readonly #text: string

  constructor(text: string) {
    super('evalsha', [], { replyEncoding: 'utf8' })
    this.#text = text
  }

  override toWritable(): string {
    return this.#text
  }
}

export const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT')
