/* Streamlit has no translations: say in Chinese what it says in English, as it appears. No data passes through here.
   Also: when the server closes the door (idle too long, signed out elsewhere), go to the sign-in form and come back. */
(() => {
  "use strict";

  const WORDS = new Map(Object.entries({
    "Page not found": "页面不存在或无权访问",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "要打开的页面不存在，或您的账号无权访问。已转到首页。",
    "Upload": "选择文件",
    "Browse files": "选择文件",
    "Drag and drop file here": "把文件拖到这里",
    "Drag and drop files here": "把文件拖到这里",
    "Choose options": "请选择",
    "Choose an option": "请选择",
    "Choose a date": "选择日期",
    "Choose a date range": "选择起止日期",
    "Select all": "全选",
    "No results": "没有匹配的选项",
    "No options to select": "没有可选项",
    "No options to select.": "没有可选项",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Remove": "移除",
    "(required)": "（必填）",
    "This field is required.": "此项必填。",
    "Press Enter to apply": "按回车确认",
    "Press Enter to submit form": "按回车提交",
    "Press ⌘+Enter to apply": "按 ⌘+回车确认",
    "Press Ctrl+Enter to apply": "按 Ctrl+回车确认",
    "empty": "无数据",
    "Loading...": "正在加载…",
    "Loading": "正在加载",
    "Running...": "正在计算…",
    "Stop": "停止",
    "Rerun": "重新计算",
    "Settings": "设置",
    "Print": "打印",
    "Close": "关闭",
    "Cancel": "取消",
    "Got it": "知道了",
    "Connecting": "正在连接",
    "CONNECTING": "正在连接",
    "Connection error": "连接中断",
    "Is Streamlit still running?": "与服务器的连接中断，正在重试。",
    "Oh no.": "出错了",
    "Error running app.": "程序出错。",
    "Search": "搜索",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "View fullscreen": "全屏",
    "Exit fullscreen": "退出全屏",
    "Download as CSV": "下载 CSV",
    "Add row": "添加一行",
    "Delete row(s)": "删除所选行",
    "Show/hide columns": "显示/隐藏列",
    "Clear selection": "取消选择",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Autosize": "自动列宽",
    "Pin column": "固定列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏列",
    "Format": "格式",
    "Statistics": "统计",
    "Copy to clipboard": "复制",
    "Copied": "已复制",
    "View more": "更多",
    "View less": "收起",
    "Show more": "展开",
    "Show less": "收起",
    "Previous page": "上一页",
    "Next page": "下一页",
    "Skip to main content": "跳到正文",
    "Expand sidebar": "展开菜单",
    "Collapse sidebar": "收起菜单",
    "Open sidebar": "展开菜单",
    "Close sidebar": "收起菜单",
    "Main menu": "菜单",
    "Help": "说明",
    "Yes": "是",
    "No": "否",
  }));

  const PATTERNS = [
    [/^(\d+(?:\.\d+)?)\s?(KB|MB|GB) per file(?:\s*[•·]\s*(.+))?$/, (m) => `每个文件不超过 ${m[1]} ${m[2]}${m[3] ? " · " + m[3] : ""}`],
    [/^Limit (\d+\s?(?:KB|MB|GB)) per file(?:\s*[•·]\s*(.+))?$/, (m) => `每个文件不超过 ${m[1]}${m[2] ? " · " + m[2] : ""}`],
    [/^File must be (\d+\s?(?:\.\d+)?(?:KB|MB|GB)) or smaller\.?$/, (m) => `文件不能超过 ${m[1]}。`],
    [/^(.+) files are not allowed\.?$/, (m) => `不接受 ${m[1]} 文件。`],
    [/^Showing page (\d+) of (\d+)$/, (m) => `第 ${m[1]} 页，共 ${m[2]} 页`],
    [/^(\d+) more$/, (m) => `另有 ${m[1]} 项`],
    [/^View (\d+) more$/, (m) => `另有 ${m[1]} 项`],
  ];

  const ATTRIBUTES = ["aria-label", "title", "placeholder", "data-tooltip"];

  function translated(text) {
    const trimmed = text.trim();
    if (!trimmed || trimmed.length > 200) return null;
    const word = WORDS.get(trimmed);
    if (word !== undefined) return text.replace(trimmed, word);
    for (const [pattern, say] of PATTERNS) {
      const match = pattern.exec(trimmed);
      if (match) return text.replace(trimmed, say(match));
    }
    return null;
  }

  function translateNode(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = translated(node.data);
      if (said !== null && said !== node.data) node.data = said;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of ATTRIBUTES) {
      const value = node.getAttribute(name);
      const said = value ? translated(value) : null;
      if (said !== null && said !== value) node.setAttribute(name, said);
    }
    for (const child of node.childNodes) translateNode(child);
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translateNode);
      else translateNode(change.target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });

  let asking = false;
  setInterval(async () => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app || asking || app.dataset.testConnectionState === "CONNECTED") return;
    asking = true;
    try {
      const answer = await fetch("/session", { cache: "no-store" });
      if (answer.status === 401) {
        location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
      }
    } catch { /* the server is away: Streamlit keeps trying, so do we */ } finally {
      asking = false;
    }
  }, 3000);
})();
