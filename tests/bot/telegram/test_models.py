"""aiogram's models are built when they are first used: in a program of its own, since ours has built them."""

import json
import subprocess
import sys

PROGRAM = """
import bot.telegram, json
import aiogram.types, aiogram.methods
from pydantic import BaseModel

def models(module):
    found = [getattr(module, name) for name in module.__all__]
    return [one for one in found if isinstance(one, type) and issubclass(one, BaseModel)]

everything = models(aiogram.types) + models(aiogram.methods)
built = [one.__name__ for one in models(aiogram.types) if one.__pydantic_complete__]
update = bot.telegram.Update.model_validate({
    "update_id": 7,
    "message": {
        "message_id": 1, "date": 0, "text": "Gran has them on Fridays",
        "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": False, "first_name": "Kelly"},
        "reply_to_message": {"message_id": 0, "date": 0, "chat": {"id": 5, "type": "private"}},
    },
})
press = aiogram.types.InlineKeyboardButton(text="Go on", callback_data="x")
markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[press]])
call = aiogram.methods.SendMessage(chat_id=5, text="Hello", reply_markup=markup)
print(json.dumps({
    "built": built,
    "text": update.message.text,
    "replies_to": type(update.message.reply_to_message).__name__,
    "call": call.reply_markup.inline_keyboard[0][0].text,
    "broken": [one.__name__ for one in everything if one.model_rebuild(raise_errors=False) is False],
}))
"""


def test_they_work_as_if_aiogram_had_built_them() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert len(found.pop("built")) < 10, "more was built than anybody asked for"
    assert found == {
        "text": "Gran has them on Fridays",
        "replies_to": "Message",
        "call": "Go on",
        "broken": [],
    }
