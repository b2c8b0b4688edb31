"""登录规则: how long a session lives, what wrong passwords cost, and whether another door (single sign-on) is open."""

import tomllib

import streamlit as st

from pages.door import single_sign_on
from pages.door.limits import limits
from pages.parts.literal import literal


def show() -> None:
    """Below the accounts: what an administrator is asked about by phone."""
    st.subheader("登录规则", anchor=False)
    now = limits()
    st.markdown(
        f"- 闲置 {now.idle_minutes} 分钟或登录满 {now.absolute_hours} 小时自动退出。\n"
        f"- 同一账号连续输错 {now.account_failures} 次起暂时锁定，从 1 分钟起逐次加倍，最长 {now.longest_lock_minutes} "
        "分钟，到时自行解除；重置密码立即解除。\n"
        f"- {_single_sign_on()}"
    )


def _single_sign_on() -> str:
    """The state of the other door, in a sentence; a broken file is said here before anybody signs out."""
    name = single_sign_on.FILE
    try:
        of = single_sign_on.provider()
    except (tomllib.TOMLDecodeError, TypeError):
        return f"**单点登录的设置文件 {name} 有误，登录页打不开：请立即改正或移走它**（项目和写法见运行手册）。"
    if of is None:
        return f"单点登录没有启用，只用本平台的用户名和密码登录（启用：在数据目录放 {name}，写法见运行手册）。"
    return (
        f"单点登录已启用：{literal(of.label)}（{literal(of.issuer)}），以其 {literal(of.claim)} 项对应这里的用户名；"
        "这里没有账号的人不能进入，密码登录仍可使用。"
    )
