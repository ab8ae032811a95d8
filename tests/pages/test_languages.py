import pytest
from pages.languages import marked


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a 梯度 b</p>", '<p>a <span lang="zh">梯度</span> b</p>'),
        ("<p>梯度，下降</p>", '<p><span lang="zh">梯度，下降</span></p>'),
        ("<p>《梯度》</p>", '<p><span lang="zh">《梯度》</span></p>'),
        ('<a title="梯度">x</a>', '<a title="梯度">x</a>'),
        (
            "<title>梯度</title><script>'梯度'</script>",
            "<title>梯度</title><script>'梯度'</script>",
        ),
        ('<html lang="zh-CN"><p>梯度</p>', '<html lang="zh-CN"><p>梯度</p>'),
        ("梯度", '<span lang="zh">梯度</span>'),
    ],
)
def test_chinese_words_have_their_language(html, expected):
    assert marked(html) == expected
    assert marked(expected) == expected
