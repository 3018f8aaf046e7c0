-- Reads the beginnings of the values of many holds: all that tells who wrote them. A key that cannot be read fails
-- alone.
--
-- KEYS     names of holds
-- ARGV[1]  how many bytes of a value are read at most
--
-- Returns for each name its value, 0 where it is gone, or 1 where it is no string
local last = tonumber(ARGV[1]) - 1
local reply = {}
for index = 1, #KEYS do
  local value = redis.pcall('GETRANGE', KEYS[index], 0, last)
  if type(value) == 'table' then
    value = 1
  elseif value == '' and redis.call('EXISTS', KEYS[index]) == 0 then
    value = 0
  end
  reply[index] = value
end
return reply
