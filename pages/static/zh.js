/* Streamlit has no translations: say in Chinese what it says in English, as it appears. No data passes through here.
   Also: when the server closes the door (idle too long, signed out elsewhere), go to the sign-in form and come back. */
(() => {
  "use strict";

  const WORDS = new Map(Object.entries({
    "Page not found": "页面不存在或无权访问",
    "App pages": "页面",
    "Navigate to home page": "返回首页",
    "Skip to main content": "跳到正文",
    "Sidebar": "菜单",
    "Expand sidebar": "展开菜单",
    "Collapse sidebar": "收起菜单",
    "Main menu": "菜单",
    "Logo": "标识",
    "View less": "收起",
    "View more": "更多",
    "Show more": "展开",
    "Show less": "收起",
    "Upload": "选择文件",
    "file upload": "选择文件",
    "Add files": "选择文件",
    "Browse files": "选择文件",
    "Upload directories": "选择文件夹",
    "Drag and drop a file here": "把文件拖到这里",
    "Drag and drop file here": "把文件拖到这里",
    "Drag and drop files here": "把文件拖到这里",
    "Dropzone": "上传区",
    "Click to retry upload": "点击重新上传",
    "File size is too small.": "文件太小。",
    "Only one file is allowed.": "只能选一个文件。",
    "Too many files": "文件太多",
    "Unexpected error. Please try again.": "意外出错，请重试。",
    "Error uploading file": "上传失败",
    "Choose an option": "请选择",
    "Choose options": "请选择",
    "Choose or add an option": "请选择或输入",
    "Choose or add options": "请选择或输入",
    "Select...": "请选择",
    "Select all": "全选",
    "Selected values": "已选",
    "Selectbox options": "选项",
    "Multiselect options": "选项",
    "No results": "没有匹配的选项",
    "No options to select": "没有可选项",
    "No options to select.": "没有可选项",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Clear entry": "清除",
    "Clear date": "清除日期",
    "Clear dates": "清除日期",
    "Choose date": "选择日期",
    "Choose date range": "选择起止日期",
    "Date range": "起止日期",
    "Quick select a date range": "快速选择时段",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "方向键移动，回车选择，Esc 关闭。",
    "Past Week": "近一周",
    "Past Month": "近一个月",
    "Past 3 Months": "近三个月",
    "Past 6 Months": "近六个月",
    "Past Year": "近一年",
    "Past 2 Years": "近两年",
    "Previous month": "上个月",
    "Next month": "下个月",
    "Calendar": "日历",
    "Open": "展开",
    "Increment": "增加",
    "Decrement": "减少",
    "Show password": "显示密码",
    "Hide password": "隐藏密码",
    "(required)": "（必填）",
    "This field is required.": "此项必填。",
    "Invalid input.": "输入不符合要求。",
    "Press Enter to apply": "按回车确认",
    "Press Enter to submit form": "按回车提交",
    "Press Ctrl+Enter to apply": "按 Ctrl+回车确认",
    "Press ⌘+Enter to apply": "按 ⌘+回车确认",
    "Press Ctrl+Enter to submit form": "按 Ctrl+回车提交",
    "Number is above the allowed range.": "数值超出上限。",
    "Number is below the allowed range.": "数值低于下限。",
    "Pagination": "翻页",
    "Previous page": "上一页",
    "Next page": "下一页",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Toggle fullscreen": "全屏",
    "Show data": "显示数据",
    "Show chart": "显示图",
    "Download as CSV": "下载 CSV",
    "Download as PNG": "下载图片",
    "Save as Image": "保存图片",
    "Copy to clipboard": "复制",
    "Copy": "复制",
    "Copied": "已复制",
    "Search": "搜索",
    "Close Search": "关闭搜索",
    "Type to search": "输入以搜索",
    "Next Result": "下一个",
    "Previous Result": "上一个",
    "Dataframe column menu": "列菜单",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Autosize": "自动列宽",
    "Pin column": "固定此列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏此列",
    "Show/hide columns": "显示或隐藏列",
    "Copy column name": "复制列名",
    "Clear selection": "取消选择",
    "Add row": "添加一行",
    "Delete row(s)": "删除所选行",
    "Format": "格式",
    "Automatic": "自动",
    "Localized": "千分位",
    "Plain": "原样",
    "Compact": "缩写",
    "Dollar": "美元",
    "Euro": "欧元",
    "Yen": "日元",
    "Percent": "百分比",
    "Scientific": "科学记数",
    "Accounting": "会计",
    "Distance": "相对时间",
    "Statistics": "统计",
    "Based on sample": "按抽样计算",
    "Count": "个数",
    "Distinct": "不同值",
    "Empty": "空值",
    "empty": "无数据",
    "Values": "取值",
    "Range": "范围",
    "Minimum": "最小",
    "Maximum": "最大",
    "Average": "平均",
    "Median": "中位数",
    "Sum": "合计",
    "Standard deviation": "标准差",
    "Minimum length": "最短",
    "Maximum length": "最长",
    "Average length": "平均长度",
    "No data": "无数据",
    "No content": "无内容",
    "Failed to load data": "读取失败",
    "Loading...": "正在加载…",
    "Loading": "正在加载",
    "Running...": "正在计算…",
    "Stopping...": "正在停止…",
    "Stop": "停止",
    "Rerun": "重新计算",
    "Always rerun": "总是重新计算",
    "Print": "打印",
    "Record a screencast": "录屏",
    "Settings": "设置",
    "About": "关于",
    "Close": "关闭",
    "Cancel": "取消",
    "Try again": "重试",
    "Help": "说明",
    "Link to heading": "本节链接",
    "Notifications": "通知",
    "Connecting": "正在连接",
    "CONNECTING": "正在连接",
    "Connecting to Streamlit server": "正在连接服务器",
    "Unable to connect to Streamlit server": "连接不上服务器",
    "Connection error": "连接中断",
    "Connection lost. Please wait for the app to reconnect, then try again.": "连接中断，请等待重新连接后再试。",
    "Connection timed out.": "连接超时。",
    "Reconnected to server.": "已重新连接。",
    "Network error": "网络错误",
    "Unknown error": "未知错误",
    "Script execution error": "程序出错",
    "Streamlit server is not responding. Are you connected to the internet?": "服务器没有回应，请检查网络。正在重试……",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "服务器没有回应，可能正在重启。正在重试……",
    "streamlit run yourscript.py": "请稍候",
  }));

  const PATTERNS = [
    [/^(?:You have requested page \/(.+?), but no corresponding file was found in the app's pages\/ directory|The page that you have requested does not seem to exist)\. Running the app's main page\.$/,
      () => "没有这个页面，或您的账号无权访问。已转到首页。"],
    [/^This app has encountered an error\. The original error message is redacted/,
      () => "程序出错。请刷新重试；仍有问题请联系系统管理员（详情已记入日志）。"],
    [/^(\d+(?:\.\d+)?)\s?(KB|MB|GB) per file(?:\s*[•·]\s*(.+))?$/,
      (m) => `每个文件不超过 ${m[1]} ${m[2]}${m[3] ? " · " + m[3] : ""}`],
    [/^Limit (\d+\s?(?:KB|MB|GB)) per file(?:\s*[•·]\s*(.+))?$/,
      (m) => `每个文件不超过 ${m[1]}${m[2] ? " · " + m[2] : ""}`],
    [/^File must be (.+) or smaller\.$/, (m) => `文件不能超过 ${m[1]}。`],
    [/^(.+) files are not allowed\.$/, (m) => `不接受 ${m[1]} 文件。`],
    [/^(Fullscreen|Search|Show\/hide columns|Download as CSV|Close fullscreen): (.+)$/, (m) => `${WORDS.get(m[1])}：${m[2]}`],
    [/^(Choose date|Choose date range|Date range), (.+)$/, (m) => `${WORDS.get(m[1])}：${m[2]}`],
    [/^Help for (.+)$/, (m) => `${m[1]}的说明`],
    [/^(year|month|day), (.+)$/, (m) => `${m[2]}：${{ year: "年", month: "月", day: "日" }[m[1]]}`],
    [/^Selected Date: (.+)$/, (m) => `已选 ${day(m[1])}`],
    [/^Selected Range: (.+) to (.+)$/, (m) => `已选 ${day(m[1])}至${day(m[2])}`],
    [/^(?:Today, )?\w+day, (\w+ \d+, \d{4})(?: selected)?$/, (m) => day(m[1])],
    [/^Remove (.+)$/, (m) => `移除 ${m[1]}`],
    [/^Add: (.+)$/, (m) => `添加：${m[1]}`],
    [/^Select (\d+) matches$/, (m) => `选中 ${m[1]} 项`],
    [/^Page (\d+)$/, (m) => `第 ${m[1]} 页`],
    [/^View (\d+) more$/, (m) => `另有 ${m[1]} 项`],
    [/^(\d+) more$/, (m) => `另有 ${m[1]} 项`],
    [/^You can only select up to (\d+) options?\. Remove an option first\.$/, (m) => `最多选 ${m[1]} 项，请先移除一项。`],
    [/^(?:Error: )?Number is above the allowed range\. Please enter a value less than or equal to (.+)\.$/, (m) => `不能大于 ${m[1]}。`],
    [/^(?:Error: )?Number is below the allowed range\. Please enter a value greater than or equal to (.+)\.$/, (m) => `不能小于 ${m[1]}。`],
    [/^(?:Error: )?Number is outside the allowed range\. Please enter a value between (.+) and (.+)\.$/, (m) => `须在 ${m[1]} 与 ${m[2]} 之间。`],
  ];

  function day(english) {
    const moment = new Date(english);
    return Number.isNaN(moment.getTime())
      ? english
      : `${moment.getFullYear()}年${moment.getMonth() + 1}月${moment.getDate()}日`;
  }

  const ATTRIBUTES = ["aria-label", "title", "placeholder", "data-tooltip"];

  function translated(text) {
    const trimmed = text.trim();
    if (!trimmed || trimmed.length > 300) return null;
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
