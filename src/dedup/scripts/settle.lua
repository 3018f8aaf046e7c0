-- Ends our holds: each keeps what is left of its backoff, or goes. Idempotent. A hold whose generation has
-- passed is deleted, for it counts no more; while the generation cannot be read, none has passed.
--
-- KEYS[1]     the generation
-- KEYS[2 …]   hold names of generation ARGV[1]
-- ARGV[1]     that generation
-- ARGV[2 …]   for each hold: value, expiry (ms in Redis' time; a moment in the past deletes it)
--
-- Returns { now (ms), generation, 'done', … } and for each hold:
--   1           settled
--   0           gone, or somebody else's: untouched
--   { message } this key's own error
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local generation = redis.pcall('GET', KEYS[1])
if type(generation) == 'table' then
  generation = ''
end
generation = generation or '0'
local passed = generation ~= ARGV[1] and string.match(generation, '^%-?%d+$') ~= nil
local reply = { now, generation, 'done' }
for i = 2, #KEYS do
  local value = redis.pcall('GET', KEYS[i])
  local answer = 0
  if type(value) == 'string' and value == ARGV[2 * i - 2] then
    local expiry = ARGV[2 * i - 1]
    local done
    if not passed and tonumber(expiry) > now then
      done = redis.pcall('PEXPIREAT', KEYS[i], expiry)
    else
      done = redis.pcall('DEL', KEYS[i])
    end
    answer = type(done) == 'table' and { done.err } or 1
  end
  reply[i + 2] = answer
end
return reply
