-- What a person does in Neovim, step by step. Each step says what the editor was told; one that fails ends it with code 1.
local function say(what, text)
  io.stderr:write("\n== " .. what .. "\n" .. text .. "\n")
end

local function check(is_good, what)
  if not is_good then
    io.stderr:write("\nfailed: " .. what .. "\n")
    vim.cmd("cquit 1")
  end
end

local function main()
  vim.cmd("edit rollouts/checkout.md")
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({
    name = "rolloutlint",
    cmd = { vim.env.PROGRAM, "lsp", "--today", "2026-03-20" },
    root_dir = vim.fn.getcwd(),
  })
  check(client, "the server did not start")
  vim.lsp.buf_attach_client(buffer, client)
  check(vim.wait(20000, function() return vim.lsp.buf_is_attached(buffer, client) and vim.lsp.get_client_by_id(client).initialized end), "no session")

  local function line_of(words)
    for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, true)) do
      if line:find(words, 1, true) then return number - 1, line end
    end
    check(false, "no line has " .. words)
  end
  local function replace(words, text)
    local line = line_of(words)
    vim.api.nvim_buf_set_lines(buffer, line, line + 1, true, { text })
  end
  local function ask(method, words, column, more)
    local line = line_of(words)
    local params = vim.tbl_extend("force", {
      textDocument = { uri = vim.uri_from_bufnr(buffer) },
      position = { line = line, character = column },
    }, more or {})
    local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000)
    check(answers and answers[client] and not answers[client].err, method .. ": " .. vim.inspect(answers))
    return answers[client].result
  end

  -- Work of the next stage is ticked, and nothing is saved.
  replace("- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily")
  local errors = function()
    return vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR })
  end
  check(vim.wait(20000, function() return #errors() > 0 end), "no diagnostic came")
  local found = errors()[1]
  say("diagnostics", string.format("line %d: [%s] %s", found.lnum + 1, found.code, found.message))
  check(found.code == "stage-change-without-log-entry" and found.lnum == line_of("Monitor leading metrics"), vim.inspect(found))
  replace("Monitor leading metrics daily", "- [ ] Monitor leading metrics daily")
  check(vim.wait(20000, function() return #errors() == 0 end), "the diagnostic did not go")

  local hover = ask("textDocument/hover", "Critical bugs fixed", 8)
  say("hover", hover.contents.value)
  check(hover.contents.value:find("Exit criterion of Stage 1", 1, true), "hover")

  local lenses = ask("textDocument/codeLens", "# Rollout plan", 0)
  local titles = vim.tbl_map(function(lens) return string.format("line %d: %s", lens.range.start.line + 1, lens.command.title) end, lenses)
  say("lens", table.concat(titles, "\n"))
  check(#lenses == 4, "a lens for each stage")

  local definition = ask("textDocument/definition", "checkout_one_page", 30)
  say("definition", vim.inspect(definition[1]))
  check(definition[1].uri:find("config/flags.yaml", 1, true), "definition")

  local line = line_of("| [Date] | 1→2 |")
  local range = { start = { line = line, character = 0 }, ["end"] = { line = line, character = 0 } }
  local actions = ask("textDocument/codeAction", "| [Date] | 1→2 |", 0, { range = range, context = { diagnostics = {} } })
  local shown, hold = {}, nil
  for _, action in ipairs(actions) do
    table.insert(shown, action.title .. (action.disabled and " — disabled: " .. action.disabled.reason or ""))
    if action.title:find("Hold", 1, true) then hold = action end
  end
  say("actions", table.concat(shown, "\n"))
  check(hold and hold.edit, "a hold can be recorded")
  vim.lsp.util.apply_workspace_edit(hold.edit, "utf-16")
  local _, row = line_of("| 2026-03-20 | 1 | Hold |")
  say("after the action", row)

  replace("| [Date] | 1→2 |", "| ")
  vim.wait(300)
  local items = ask("textDocument/completion", "| [Date] | 2→GA |", 2, {
    position = { line = line_of("| [Date] | 2→GA |") - 1, character = 2 },
  })
  say("completion", table.concat(vim.tbl_map(function(item) return item.label .. "  (" .. item.detail .. ")" end, items), "\n"))
  check(items[1].label:find("2026-03-20 | 1→2 |", 1, true), "completion")

  vim.lsp.stop_client(client)
  check(vim.wait(20000, function() return vim.lsp.get_client_by_id(client) == nil end), "the server did not stop")
  say("done", "nothing was saved")
end

local is_good, fault = xpcall(main, debug.traceback)
if not is_good then
  io.stderr:write("\nfailed: " .. tostring(fault) .. "\n")
  vim.cmd("cquit 1")
end
vim.cmd("qall!")
