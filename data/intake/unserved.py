"""What people are told when the database cannot do it just now: nothing is lost, and what they should do."""

from data.store.unserved import Away, Busy, NoRoom, Unserved

_SAID = {
    Busy: "数据库正被另一个程序占用，这一次没有保存任何内容，请稍后再试",
    NoRoom: "数据库所在的磁盘已满，这一次没有保存任何内容；请联系系统管理员腾出空间后再试",
    Away: "数据库暂时连不上或不能写入，这一次没有保存任何内容，请稍后再试；仍不行请联系系统管理员",
}


def told(why: Unserved) -> str:
    """One sentence, without its full stop."""
    return _SAID[type(why)]
