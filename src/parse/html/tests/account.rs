//! Articles of WeChat's public accounts.

use crate::parse::html::html;
use crate::parse::options::Options;

#[test]
fn name_and_time_are_read_from_the_script() {
    let page = "<meta property=og:site_name content=微信公众平台><div id=\"js_content\"><p>一</p></div>\
        <script>var nickname = htmlDecode(\"海边来信\"); var ct = \"1583288400\";</script>";
    let metadata = html(page.to_owned(), &Options::default()).metadata;
    assert_eq!(metadata.site.as_deref(), Some("海边来信"));
    assert_eq!(metadata.published, Some(1_583_288_400_000_000));
    let other = html(page.replace("js_content", "content"), &Options::default()).metadata;
    assert_eq!((other.site.as_deref(), other.published), (Some("微信公众平台"), None));
}
