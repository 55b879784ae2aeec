-- Numbers of a ledger in a text that Pandoc or Quarto renders.
--
-- First the numbers are written to a file, which may be kept in Git, so that rendering needs no dealgraph:
--
--   dealgraph note vars numbers.md -o dealgraph.json
--   pandoc --lua-filter dealgraph.lua text.md -o text.docx
--
-- In the text a span names its number. What stands in the brackets is for readers of the source, and is replaced:
--
--   OpenAI is bound to pay [a lot]{.dealgraph name="openai.firm"}.
--
-- A code block is a table, of a number and what it is called in each line; an empty one has all numbers with their queries:
--
--   ``` {.dealgraph}
--   openai.firm     What OpenAI is bound to pay
--   circles.signed  What can go round
--   ```
--
-- Another file than dealgraph.json is named in the front matter: dealgraph-vars: FILE. It is looked for in the folder where
-- Pandoc runs, beside the text, and at the root of the Quarto project. A name that is not in it stops Pandoc.

local SCHEMA = 'dealgraph/note-vars/v1' -- what this filter can read
local file = 'dealgraph.json'

-- stop ends Pandoc with words for people.
local function stop(words) error('dealgraph.lua: ' .. words, 0) end

-- decode reads JSON; Pandoc has a function for it since 3.1.1 only, and Debian an older one.
local function decode(text)
  local at = 1
  local function bad(what) stop(('%s: byte %d: %s: write it anew with dealgraph note vars'):format(file, at, what)) end
  local function take(pattern) -- what follows and matches, after space
    at = text:find('[^ \t\r\n]', at) or #text + 1
    local from, to, found = text:find('^' .. pattern, at)
    if from then at = to + 1 end
    return from and (found or true)
  end
  local escapes = { b = '\b', f = '\f', n = '\n', r = '\r', t = '\t' }
  local function unescape(s)
    s = s:gsub('\\u([dD][89abAB]%x%x)\\u([dD][c-fC-F]%x%x)', function(high, low)
      return utf8.char(0x10000 + (tonumber(high, 16) - 0xD800) * 0x400 + tonumber(low, 16) - 0xDC00)
    end)
    return (s:gsub('\\(.)(%x?%x?%x?%x?)', function(c, hex)
      if c == 'u' then return utf8.char(tonumber(hex, 16)) end
      return (escapes[c] or c) .. hex
    end))
  end
  local function str() -- after the first quote
    local from = at
    while true do
      local stopAt = text:find('["\\]', at)
      if not stopAt then bad('a text does not end') end
      at = stopAt + 1
      if text:sub(stopAt, stopAt) == '"' then return unescape(text:sub(from, stopAt - 1)) end
      at = at + 1 -- what is escaped
    end
  end
  local value
  local function list(close, item)
    if take(close) then return end
    repeat item() until not take(',')
    if not take(close) then bad('a list or a record does not end') end
  end
  function value()
    local out = {}
    if take('{') then
      list('}', function()
        if not take('"') then bad('a field has no name') end
        local key = str()
        if not take(':') then bad('a field has no value') end
        out[key] = value()
      end)
      return out
    elseif take('%[') then
      list('%]', function() out[#out + 1] = value() end)
      return out
    elseif take('"') then
      return str()
    end
    local word = take('([%w+.-]+)')
    if word == 'true' then return true elseif word == 'false' then return false elseif word == 'null' then return nil end
    return word and tonumber(word) or bad('no value')
  end
  local out = value()
  if take('.') then bad('there is more than one value') end
  return out
end

-- places are the folders in which the file may be.
local function places()
  local out = { '' }
  local quartoDoc = quarto and quarto.doc and quarto.doc.input_file
  local text = quartoDoc or PANDOC_STATE.input_files[1]
  if text and text ~= '-' then out[#out + 1] = text:match('^(.*[/\\])') end
  local project = quarto and quarto.project and quarto.project.directory
  if project then out[#out + 1] = project .. '/' end
  return out
end

-- load reads the file, once.
local variables
local function load()
  if variables then return variables end
  local found, tried
  for _, folder in ipairs(places()) do
    tried = tried and tried .. ', ' .. folder .. file or folder .. file
    found = found or io.open(folder .. file, 'rb')
  end
  if not found then stop('there is no ' .. tried .. ': write it with dealgraph note vars NOTE -o ' .. file) end
  local text = found:read('a')
  found:close()
  local envelope = decode(text)
  local schema = type(envelope) == 'table' and envelope.schema
  if schema ~= SCHEMA then
    stop(('%s is %s, and this filter reads %s: write the file with dealgraph note vars, and take the filter that came with that version')
      :format(file, schema or 'not of dealgraph', SCHEMA))
  end
  variables = { list = envelope.result.variables, byName = {} }
  for _, v in ipairs(variables.list) do variables.byName[v.name] = v end
  return variables
end

local missing, isMissing = {}, {}

-- look finds a number; what is not there is told at the end, all of it.
local function look(name)
  local v = load().byName[name]
  if v then return v end
  if not isMissing[name] then isMissing[name], missing[#missing + 1] = true, name end
  return { name = name, text = '?', query = '' }
end

-- words makes a text what Pandoc has for it.
local function words(text)
  local out = pandoc.List()
  for space, word in text:gmatch('(%s*)(%S+)') do
    if space ~= '' and #out > 0 then out:insert(pandoc.Space()) end
    out:insert(pandoc.Str(word))
  end
  return out
end

local function cell(inlines) return { pandoc.Plain(inlines) } end

local function asTable(aligns, header, rows)
  local widths = {}
  for i = 1, #aligns do widths[i] = 0 end
  return pandoc.utils.from_simple_table(pandoc.SimpleTable({}, aligns, widths, header, rows))
end

-- all is a table of all numbers, and where they are from.
local function all()
  local rows = {}
  for i, v in ipairs(load().list) do
    rows[i] = { cell { pandoc.Code(v.name) }, cell(words(v.text)), cell { pandoc.Code(v.query) } }
  end
  return asTable({ pandoc.AlignLeft, pandoc.AlignRight, pandoc.AlignLeft },
    { cell(words('Name')), cell(words('Number')), cell(words('Query')) }, rows)
end

local function span(s)
  if not s.classes:includes('dealgraph') then return nil end
  local name = s.attributes.name
  if not name or name == '' then
    stop(('[%s]{.dealgraph} does not say which number it is: write name="…"'):format(pandoc.utils.stringify(s)))
  end
  return words(look(name).text)
end

local function block(b)
  if not b.classes:includes('dealgraph') then return nil end
  local rows = {}
  for line in b.text:gmatch('[^\r\n]+') do
    local name, label = line:match('^%s*(%S+)%s*(.-)%s*$')
    if name then
      local v = look(name)
      rows[#rows + 1] = { cell(words(label ~= '' and label or name)), cell(words(v.text)) }
    end
  end
  if #rows == 0 then return all() end
  return asTable({ pandoc.AlignLeft, pandoc.AlignRight }, {}, rows)
end

local function settings(meta)
  if meta['dealgraph-vars'] then file = pandoc.utils.stringify(meta['dealgraph-vars']) end
end

local function finish()
  if #missing == 0 then return nil end
  local names = {}
  for i, v in ipairs(load().list) do names[i] = v.name end
  stop(('%s has no %s; it has %s'):format(file, table.concat(missing, ', '), table.concat(names, ', ')))
end

return { { Meta = settings }, { Span = span, CodeBlock = block }, { Pandoc = finish } }
