-- Run by `cargo xtask editors`, after the configuration of docs/editor-setup.md, in a folder with the demo project.

local function fail(why)
  io.stderr:write('\n' .. why .. '\n')
  vim.cmd('cquit 1')
end

local function found()
  local texts = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    table.insert(texts, (diagnostic.lnum + 1) .. ': ' .. diagnostic.message)
  end
  return table.concat(texts, '\n')
end

-- Waits for a text in what is found, or for it to go.
local function wait(text, there)
  local function is() return (found():find(text, 1, true) ~= nil) == there end
  if not vim.wait(20000, is, 20) then
    fail((there and 'not found: ' or 'still found: ') .. text .. '; found is\n' .. found())
  end
end

-- Applies the first fix of what is found in a line, as `vim.lsp.buf.code_action` does.
local function fix(line)
  local range = { start = { line = line - 1, character = 0 }, ['end'] = { line = line, character = 0 } }
  local clients = vim.lsp.buf_get_clients(0)
  local client = clients[next(clients)]
  local document = vim.lsp.util.make_text_document_params(0)
  local context = { diagnostics = {}, only = { 'quickfix' } }
  for _, diagnostic in ipairs(vim.diagnostic.get(0, { lnum = line - 1 })) do
    table.insert(context.diagnostics, diagnostic.user_data.lsp)
  end
  local params = { textDocument = document, range = range, context = context }
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 20000)
  for _, answer in pairs(answers or {}) do
    for _, action in ipairs(answer.result or {}) do
      if action.kind == 'quickfix' and action.edit then
        print('applied: ' .. action.title)
        vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
        return
      end
    end
  end
  fail('there is no fix in line ' .. line .. ': ' .. vim.inspect(answers))
end

vim.cmd('edit cloud/eventgrid.bicep')
wait('42: MQTT reaches Event Grid on port 8883 only', true)
fix(42)
wait('MQTT reaches Event Grid on port 8883 only', false)
vim.cmd('write')

vim.cmd('edit dataflows/endpoints.yaml')
wait('10: service account token authentication needs an audience', true)
vim.cmd('qall!')
