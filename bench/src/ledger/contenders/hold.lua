-- KEYS: the account, its entries, the hold, the idempotency key. ARGV: the amount, what was asked in words.
local first = redis.call('HMGET', KEYS[4], 'asked', 'answer')
if first[1] then
  if first[1] ~= ARGV[2] then return redis.error_reply('KEY_REUSED') end
  return first[2]
end
local amount = tonumber(ARGV[1])
local available = tonumber(redis.call('HGET', KEYS[1], 'available') or '0')
if available < amount then return redis.error_reply('INSUFFICIENT_CREDITS') end
redis.call('HINCRBY', KEYS[1], 'available', -amount)
redis.call('HINCRBY', KEYS[1], 'held', amount)
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('HSET', KEYS[3], 'amount', ARGV[1], 'state', 'active', 'operation', 'render')
redis.call('RPUSH', KEYS[2], 'hold,-' .. ARGV[1] .. ',' .. ARGV[1] .. ',' .. KEYS[3])
redis.call('HSET', KEYS[4], 'asked', ARGV[2], 'answer', version)
return version
