-- KEYS: the account, its entries. Answers with the number of entries, or that they do not add up.
local available, held, active, entries = 0, 0, 0, 0
for _, entry in ipairs(redis.call('LRANGE', KEYS[2], 0, -1)) do
  local kind, available_delta, held_delta, hold = string.match(entry, '([^,]*),([^,]*),([^,]*),(.*)')
  available = available + tonumber(available_delta)
  held = held + tonumber(held_delta)
  entries = entries + 1
  if kind == 'hold' and redis.call('HGET', hold, 'state') == 'active' then active = active + tonumber(held_delta) end
end
local now = redis.call('HMGET', KEYS[1], 'available', 'held', 'version')
if tonumber(now[1]) ~= available or tonumber(now[2]) ~= held or tonumber(now[3]) ~= entries or active ~= held then
  return redis.error_reply('DOES_NOT_ADD_UP ' .. KEYS[1])
end
return entries
