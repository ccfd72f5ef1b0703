<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi_VN" sourcelanguage="en">
<!-- Words of our screens; the contexts whose names begin with Q are strings of Qt itself, for which its wheel brings no Vietnamese. -->
<context>
    <name>ui</name>
    <message>
        <source>A false alarm? Ctrl+M, with the reason (supervisor).</source>
        <translation>Báo nhầm? Ctrl+M, kèm lý do (người giám sát).</translation>
    </message>
    <message>
        <source>A job is running. Esc stops it; what came in is kept.</source>
        <translation>Đang có tác vụ chạy. Esc để dừng; phần đã nạp vẫn còn.</translation>
    </message>
    <message>
        <source>A page is missing</source>
        <translation>Thiếu trang</translation>
    </message>
    <message>
        <source>A part of this page is missing in the picture, its file is damaged: compare it with the paper.</source>
        <translation>Ảnh thiếu một phần của trang vì tệp bị hỏng: hãy so với bản giấy.</translation>
    </message>
    <message>
        <source>A value is missing that the paper has</source>
        <translation>Thiếu giá trị có trên bản giấy</translation>
    </message>
    <message>
        <source>Accept every certain field</source>
        <translation>Nhận mọi ô tin cậy</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>Thêm dòng</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Bảng phím</translation>
    </message>
    <message>
        <source>Locked file</source>
        <translation>Tệp có mật khẩu</translation>
    </message>
    <message>
        <source>Locked files after this one: {count}.</source>
        <translation>Còn {count} tệp có mật khẩu sau tệp này.</translation>
    </message>
    <message>
        <source>Locked with a password: {count}. The others are taken in. Ctrl+K: type the password.</source>
        <translation>Có {count} tệp được bảo vệ bằng mật khẩu, các tệp khác vẫn được nạp. Ctrl+K: nhập mật khẩu.</translation>
    </message>
    <message>
        <source>Open the file  (Enter)</source>
        <translation>Mở tệp  (Enter)</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>Passwords of locked files</source>
        <translation>Nhập mật khẩu của tệp</translation>
    </message>
    <message>
        <source>Show the password (needed to type accented letters)</source>
        <translation>Hiện mật khẩu (cần khi gõ chữ có dấu)</translation>
    </message>
    <message>
        <source>Skip  (Esc)</source>
        <translation>Bỏ qua  (Esc)</translation>
    </message>
    <message>
        <source>Stopped, a page bears a secrecy mark: tell the person in charge. A false alarm? A supervisor, Ctrl+M.</source>
        <translation>Đã dừng, có trang mang dấu chỉ độ mật: báo người phụ trách. Máy nhận nhầm? Người giám sát bấm Ctrl+M.</translation>
    </message>
    <message>
        <source>Not sent, pages that could not be read: {count}. Open, look at them, Ctrl+M where there is no mark.</source>
        <translation>Chưa gửi được vì còn {count} trang máy không đọc được: mở hồ sơ, xem trang, không có dấu mật thì bấm Ctrl+M.</translation>
    </message>
    <message>
        <source>The other files are taken in meanwhile. The password is not kept.</source>
        <translation>Các tệp khác vẫn đang được nạp. Mật khẩu không được lưu lại.</translation>
    </message>
    <message>
        <source>Trying the password…</source>
        <translation>Đang thử mật khẩu…</translation>
    </message>
    <message>
        <source>pages to look at: {count}</source>
        <translation>trang cần xem: {count}</translation>
    </message>
    <message>
        <source>This page was not read.</source>
        <translation>Máy chưa đọc được trang này.</translation>
    </message>
    <message>
        <source>Until somebody has looked at it, the dossier stays here. No secrecy mark on it? Ctrl+M.</source>
        <translation>Hồ sơ chưa được gửi đi cho đến khi có người xem trang này. Không có dấu mật? Bấm Ctrl+M.</translation>
    </message>
    <message>
        <source>The dossier is stopped: another page seems to bear a secrecy mark. Ctrl+M shows it.</source>
        <translation>Hồ sơ đã dừng: một trang khác có thể mang dấu chỉ độ mật. Ctrl+M mở trang đó.</translation>
    </message>
    <message>
        <source>The dossier stays here: pages not read that somebody must look at: {count}. Ctrl+M shows the next.</source>
        <translation>Hồ sơ chưa gửi được: còn {count} trang máy không đọc được cần người xem. Ctrl+M mở trang kế tiếp.</translation>
    </message>
    <message>
        <source>Page {number}, held back</source>
        <translation>Trang {number}, đang giữ lại</translation>
    </message>
    <message>
        <source>All sent</source>
        <translation>Đã gửi hết</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Duyệt</translation>
    </message>
    <message>
        <source>Key not protected</source>
        <translation>Khóa chưa được bảo vệ</translation>
    </message>
    <message>
        <source>Archive on this machine, not yet sent to the province</source>
        <translation>Kho trên máy này, chưa gửi lên tỉnh</translation>
    </message>
    <message>
        <source>As printed</source>
        <translation>Đúng như bản giấy</translation>
    </message>
    <message>
        <source>Back to the queue</source>
        <translation>Về hàng chờ</translation>
    </message>
    <message>
        <source>Back to the value that stands</source>
        <translation>Trở về giá trị đang có</translation>
    </message>
    <message>
        <source>Being read: {count} pages left; can be keyed already</source>
        <translation>Đang nhận dạng: còn {count} trang; nhập liệu được ngay</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>Đen trắng</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Hai mặt</translation>
    </message>
    <message>
        <source>Changes the archive has confirmed</source>
        <translation>Thao tác kho đã xác nhận</translation>
    </message>
    <message>
        <source>Changes waiting to be sent</source>
        <translation>Thao tác chờ gửi</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Kiểm tra</translation>
    </message>
    <message>
        <source>Choose between two readings of a date</source>
        <translation>Chọn giữa hai cách đọc ngày tháng</translation>
    </message>
    <message>
        <source>Choose the document type</source>
        <translation>Chọn biểu mẫu</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Màu</translation>
    </message>
    <message>
        <source>Complete keying</source>
        <translation>Hoàn thành nhập liệu</translation>
    </message>
    <message>
        <source>Complete keying  (Ctrl+D)</source>
        <translation>Hoàn thành nhập liệu  (Ctrl+D)</translation>
    </message>
    <message>
        <source>Confirm, next field</source>
        <translation>Xác nhận, sang ô kế</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Đã xác nhận</translation>
    </message>
    <message>
        <source>Ctrl+D again completes it as it is.</source>
        <translation>Nhấn Ctrl+D lần nữa để vẫn hoàn thành.</translation>
    </message>
    <message>
        <source>Ctrl+Enter: {count} certain</source>
        <translation>Ctrl+Enter: {count} ô tin cậy</translation>
    </message>
    <message>
        <source>Data key on this machine: not protected</source>
        <translation>Khóa dữ liệu trên máy này: chưa được bảo vệ</translation>
    </message>
    <message>
        <source>Document types</source>
        <translation>Biểu mẫu</translation>
    </message>
    <message>
        <source>Documents and pages</source>
        <translation>Tài liệu và trang</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>Đã xong.</translation>
    </message>
    <message>
        <source>Dossier code</source>
        <translation>Mã hồ sơ</translation>
    </message>
    <message>
        <source>Dossier {code}, folder {folder}</source>
        <translation>Hồ sơ {code}, thư mục {folder}</translation>
    </message>
    <message>
        <source>Empty yet</source>
        <translation>Chưa có</translation>
    </message>
    <message>
        <source>Ended early. What came in is kept; F5 goes on.</source>
        <translation>Kết thúc sớm. Phần đã nạp vẫn còn; F5 làm tiếp.</translation>
    </message>
    <message>
        <source>Fields confirmed</source>
        <translation>Số trường đã xác nhận</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>Tệp hoặc thư mục</translation>
    </message>
    <message>
        <source>Find a dossier</source>
        <translation>Tìm hồ sơ</translation>
    </message>
    <message>
        <source>Find a dossier by code, name or any word on its pages  (Ctrl+F)</source>
        <translation>Tìm theo mã, tên hoặc chữ bất kỳ trong hồ sơ  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Folder…  (Ctrl+Shift+O)</source>
        <translation>Thư mục…  (Ctrl+Shift+O)</translation>
    </message>
    <message>
        <source>From the feeder</source>
        <translation>Khay nạp giấy</translation>
    </message>
    <message>
        <source>Go on: take in the path, open the dossier</source>
        <translation>Nạp đường dẫn, mở hồ sơ</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Xám</translation>
    </message>
    <message>
        <source>Half-done</source>
        <translation>Đang làm dở</translation>
    </message>
    <message>
        <source>Held back: pages not yet cleared of secrecy marks</source>
        <translation>Đang giữ lại: có trang chưa xác nhận không có dấu mật</translation>
    </message>
    <message>
        <source>Keyed by {people}</source>
        <translation>Người nhập: {people}</translation>
    </message>
    <message>
        <source>Keying</source>
        <translation>Nhập liệu</translation>
    </message>
    <message>
        <source>Keying of this dossier is completed. Ctrl+Shift+D takes it back.</source>
        <translation>Hồ sơ này đã hoàn thành nhập liệu. Ctrl+Shift+D để lấy lại.</translation>
    </message>
    <message>
        <source>Keys of this screen</source>
        <translation>Các phím của màn hình này</translation>
    </message>
    <message>
        <source>Last complete round: {time}</source>
        <translation>Lần đồng bộ trọn vẹn gần nhất: {time}</translation>
    </message>
    <message>
        <source>Look for scanners again</source>
        <translation>Tìm lại máy quét</translation>
    </message>
    <message>
        <source>Looking for scanners…</source>
        <translation>Đang tìm máy quét…</translation>
    </message>
    <message>
        <source>Mark and give a reason</source>
        <translation>Đánh dấu, ghi lý do</translation>
    </message>
    <message>
        <source>Marked places: {count}. Ctrl+Enter returns the dossier; Ctrl+Del takes a mark away.</source>
        <translation>Có {count} chỗ đã đánh dấu. Ctrl+Enter trả lại hồ sơ; Ctrl+Del bỏ đánh dấu.</translation>
    </message>
    <message>
        <source>My work today</source>
        <translation>Việc của tôi hôm nay</translation>
    </message>
    <message>
        <source>Need attention</source>
        <translation>Cần xử lý</translation>
    </message>
    <message>
        <source>Next document</source>
        <translation>Tài liệu sau</translation>
    </message>
    <message>
        <source>Next in doubt</source>
        <translation>Ô nghi ngờ kế</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>Next value; take from the queue</source>
        <translation>Giá trị kế; nhận hồ sơ</translation>
    </message>
    <message>
        <source>No archive has answered yet</source>
        <translation>Chưa có kho nào trả lời</translation>
    </message>
    <message>
        <source>No dossier waits. Alt+2: F9 scans, Ctrl+O takes in files.</source>
        <translation>Chưa có hồ sơ. Alt+2 rồi F9 để quét, Ctrl+O để nạp tệp.</translation>
    </message>
    <message>
        <source>No scanner found (Ctrl+L looks again)</source>
        <translation>Không thấy máy quét (Ctrl+L tìm lại)</translation>
    </message>
    <message>
        <source>No scanner was found. Switch it on and press Ctrl+L, or take in files with Ctrl+O.</source>
        <translation>Không thấy máy quét. Hãy bật máy rồi nhấn Ctrl+L, hoặc nạp tệp bằng Ctrl+O.</translation>
    </message>
    <message>
        <source>Nothing found for “{text}”. Esc goes back to the list.</source>
        <translation>Không tìm thấy gì cho “{text}”. Esc về lại danh sách.</translation>
    </message>
    <message>
        <source>Nothing needs attention.</source>
        <translation>Không có gì cần xử lý.</translation>
    </message>
    <message>
        <source>Nothing taken in yet. Drop files here, press Ctrl+O, or type a path above and press Enter.</source>
        <translation>Chưa nạp gì. Kéo thả tệp vào đây, nhấn Ctrl+O, hoặc gõ đường dẫn ở trên rồi Enter.</translation>
    </message>
    <message>
        <source>Nothing there</source>
        <translation>Giấy để trống</translation>
    </message>
    <message>
        <source>Nothing waits for a checker. F5 looks again, Ctrl+R on the sync screen fetches.</source>
        <translation>Không có hồ sơ nào chờ kiểm tra. F5 xem lại; Ctrl+R ở thẻ Đồng bộ để lấy về.</translation>
    </message>
    <message>
        <source>Nothing waits to be keyed. Alt+2: scan or take in files.</source>
        <translation>Không còn hồ sơ chờ nhập liệu. Alt+2: quét hoặc nạp tệp.</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Mất mạng</translation>
    </message>
    <message>
        <source>Offline. Work goes on as usual; everything is sent when the network is back.</source>
        <translation>Mất mạng. Vẫn làm việc bình thường; mọi thứ sẽ được gửi khi có mạng.</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Có mạng</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Mở hồ sơ</translation>
    </message>
    <message>
        <source>Open the dossier  (Enter)</source>
        <translation>Mở hồ sơ  (Enter)</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Đang mở…</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Trang</translation>
    </message>
    <message>
        <source>Page picture</source>
        <translation>Ảnh trang</translation>
    </message>
    <message>
        <source>Page {number}</source>
        <translation>Trang {number}</translation>
    </message>
    <message>
        <source>Picture down</source>
        <translation>Dịch ảnh xuống</translation>
    </message>
    <message>
        <source>Picture to the left</source>
        <translation>Dịch ảnh sang trái</translation>
    </message>
    <message>
        <source>Picture to the right</source>
        <translation>Dịch ảnh sang phải</translation>
    </message>
    <message>
        <source>Picture up</source>
        <translation>Dịch ảnh lên</translation>
    </message>
    <message>
        <source>Previous document</source>
        <translation>Tài liệu trước</translation>
    </message>
    <message>
        <source>Previous in doubt</source>
        <translation>Ô nghi ngờ trước</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Tiến độ</translation>
    </message>
    <message>
        <source>Proposed by the reader, confirmed by nobody</source>
        <translation>Máy gợi ý, chưa ai xác nhận</translation>
    </message>
    <message>
        <source>Ready reasons</source>
        <translation>Lý do có sẵn</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Làm mới</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Độ phân giải</translation>
    </message>
    <message>
        <source>Return with the reasons</source>
        <translation>Trả lại kèm lý do</translation>
    </message>
    <message>
        <source>Returned {returned}  ·  half-done {half}  ·  waiting {waiting}  ·  with the checkers {done}</source>
        <translation>Trả lại {returned}  ·  đang làm dở {half}  ·  chờ nhập liệu {waiting}  ·  đang chờ kiểm tra {done}</translation>
    </message>
    <message>
        <source>Returned: {reasons}</source>
        <translation>Trả lại: {reasons}</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>Đã lưu {time}</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Quét</translation>
    </message>
    <message>
        <source>Scan  (F9)</source>
        <translation>Quét  (F9)</translation>
    </message>
    <message>
        <source>Scan and take in files</source>
        <translation>Quét và nạp tệp</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Cấu hình</translation>
    </message>
    <message>
        <source>Spelling or tone marks</source>
        <translation>Sai chính tả hoặc dấu thanh</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Stopped. What came in is kept; F5 goes on.</source>
        <translation>Đã dừng. Phần đã nạp vẫn còn; F5 làm tiếp.</translation>
    </message>
    <message>
        <source>Stopping after this page…</source>
        <translation>Sẽ dừng sau trang này…</translation>
    </message>
    <message>
        <source>Strictly next / previous field</source>
        <translation>Ô liền sau / liền trước</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Đồng bộ</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Đồng bộ ngay</translation>
    </message>
    <message>
        <source>Sync now  (Ctrl+R)</source>
        <translation>Đồng bộ ngay  (Ctrl+R)</translation>
    </message>
    <message>
        <source>Sync with the digital archive</source>
        <translation>Đồng bộ với Kho lưu trữ số</translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Đang đồng bộ…</translation>
    </message>
    <message>
        <source>Take back a completed dossier</source>
        <translation>Lấy lại hồ sơ vừa hoàn thành</translation>
    </message>
    <message>
        <source>Take in a folder</source>
        <translation>Nạp thư mục</translation>
    </message>
    <message>
        <source>Take in a folder…</source>
        <translation>Nạp thư mục…</translation>
    </message>
    <message>
        <source>Take in files</source>
        <translation>Nạp tệp</translation>
    </message>
    <message>
        <source>Take in files…</source>
        <translation>Nạp tệp…</translation>
    </message>
    <message>
        <source>Take in files…  (Ctrl+O)</source>
        <translation>Nạp tệp…  (Ctrl+O)</translation>
    </message>
    <message>
        <source>Take the mark away</source>
        <translation>Bỏ đánh dấu</translation>
    </message>
    <message>
        <source>Taking in {done}/{total}</source>
        <translation>Đang nạp {done}/{total}</translation>
    </message>
    <message>
        <source>The document must be split or joined</source>
        <translation>Cần tách hoặc gộp tài liệu</translation>
    </message>
    <message>
        <source>The machine reads otherwise: {text}</source>
        <translation>Máy đọc khác: {text}</translation>
    </message>
    <message>
        <source>The page is not readable: scan again</source>
        <translation>Trang không đọc được, đề nghị quét lại</translation>
    </message>
    <message>
        <source>The value differs from the paper</source>
        <translation>Giá trị khác với bản giấy</translation>
    </message>
    <message>
        <source>This page bears no secrecy mark</source>
        <translation>Trang này không có dấu mật</translation>
    </message>
    <message>
        <source>This page cannot be read: nothing on it is proposed. Scan it again, or key from the picture.</source>
        <translation>Trang này không đọc được: không có gợi ý nào. Hãy quét lại, hoặc nhập từ ảnh.</translation>
    </message>
    <message>
        <source>This page is waiting to be read; you can key already.</source>
        <translation>Trang này đang chờ nhận dạng; vẫn nhập liệu được ngay.</translation>
    </message>
    <message>
        <source>This page reads badly: check everything on it.</source>
        <translation>Trang này đọc kém: kiểm tra tất cả.</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Cần xem lại</translation>
    </message>
    <message>
        <source>Today's work</source>
        <translation>Việc hôm nay</translation>
    </message>
    <message>
        <source>Trusted</source>
        <translation>Tin cậy</translation>
    </message>
    <message>
        <source>Try the failed ones again</source>
        <translation>Thử lại mục lỗi</translation>
    </message>
    <message>
        <source>Two readings.</source>
        <translation>Có hai cách đọc.</translation>
    </message>
    <message>
        <source>Type a few letters, Enter takes the marked type</source>
        <translation>Gõ vài chữ, Enter chọn biểu mẫu đang đánh dấu</translation>
    </message>
    <message>
        <source>Type not known</source>
        <translation>Chưa rõ biểu mẫu</translation>
    </message>
    <message>
        <source>Type or paste the path of a file or folder first.</source>
        <translation>Hãy gõ hoặc dán đường dẫn tệp hay thư mục trước.</translation>
    </message>
    <message>
        <source>Type or paste the path of a file or folder, then Enter</source>
        <translation>Gõ hoặc dán đường dẫn tệp, thư mục rồi Enter</translation>
    </message>
    <message>
        <source>Undo the last change of a value</source>
        <translation>Hoàn tác lần sửa giá trị vừa rồi</translation>
    </message>
    <message>
        <source>Waiting for a checker</source>
        <translation>Chờ kiểm tra</translation>
    </message>
    <message>
        <source>Waits to be keyed</source>
        <translation>Chờ nhập liệu</translation>
    </message>
    <message>
        <source>What is this document?</source>
        <translation>Đây là tài liệu gì?</translation>
    </message>
    <message>
        <source>Which dossier? Type its code first; nothing has been taken in yet.</source>
        <translation>Hồ sơ nào? Hãy gõ mã hồ sơ trước; chưa có gì được nạp.</translation>
    </message>
    <message>
        <source>Whole dossier</source>
        <translation>Cả hồ sơ</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>Vừa khung</translation>
    </message>
    <message>
        <source>Why does the whole dossier go back?</source>
        <translation>Vì sao trả lại cả hồ sơ?</translation>
    </message>
    <message>
        <source>Why does this field go back: {field}?</source>
        <translation>Vì sao trả lại trường “{field}”?</translation>
    </message>
    <message>
        <source>Why does this page go back?</source>
        <translation>Vì sao trả lại trang này?</translation>
    </message>
    <message>
        <source>Why is it no secrecy mark? Enter: clear the page, Esc: leave it held</source>
        <translation>Vì sao không phải dấu mật? Enter: cho phép trang, Esc: giữ lại</translation>
    </message>
    <message>
        <source>Wrong document type</source>
        <translation>Sai biểu mẫu</translation>
    </message>
    <message>
        <source>You keyed this yourself; somebody else checks it</source>
        <translation>Hồ sơ do chính bạn nhập; người khác sẽ kiểm tra</translation>
    </message>
    <message>
        <source>Zone closer</source>
        <translation>Phóng to vùng</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>documents: {documents} · pages: {pages}</source>
        <translation>{documents} tài liệu · {pages} trang</translation>
    </message>
    <message>
        <source>documents: {documents} · pages: {read} read, {waiting} waiting, {failed} not readable</source>
        <translation>{documents} tài liệu · trang: {read} đã nhận dạng, {waiting} đang chờ, {failed} không đọc được</translation>
    </message>
    <message>
        <source>e.g. HS-000123; folders name themselves</source>
        <translation>ví dụ HS-000123; thư mục tự lấy tên mình</translation>
    </message>
    <message>
        <source>fields marked below: {count}</source>
        <translation>số trường cần sửa: {count}</translation>
    </message>
    <message>
        <source>handwritten</source>
        <translation>viết tay</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>không ghi lý do</translation>
    </message>
    <message>
        <source>nothing open</source>
        <translation>đã xong</translation>
    </message>
    <message>
        <source>page {number} of {count}</source>
        <translation>trang {number}/{count}</translation>
    </message>
    <message>
        <source>read otherwise by the machine: {count}</source>
        <translation>máy đọc khác: {count}</translation>
    </message>
    <message>
        <source>record {number} of {count}</source>
        <translation>bản ghi {number}/{count}</translation>
    </message>
    <message>
        <source>the reader read: {text}</source>
        <translation>máy đọc: {text}</translation>
    </message>
    <message>
        <source>value {place} of {count}</source>
        <translation>giá trị {place}/{count}</translation>
    </message>
    <message>
        <source>waiting for a password: {count}</source>
        <translation>chờ mật khẩu: {count}</translation>
    </message>
    <message>
        <source>{certain} certain · {doubtful} to review</source>
        <translation>{certain} tin cậy · {doubtful} cần xem</translation>
    </message>
    <message>
        <source>{code} goes back to the clerk.</source>
        <translation>Đã trả lại {code} cho người nhập liệu.</translation>
    </message>
    <message>
        <source>{code} is approved.</source>
        <translation>Đã duyệt {code}.</translation>
    </message>
    <message>
        <source>{code} is back in the queue.</source>
        <translation>{code} đã về lại hàng chờ kiểm tra.</translation>
    </message>
    <message>
        <source>{code} is with the checkers. Ctrl+Shift+D takes it back.</source>
        <translation>Đã chuyển {code} sang kiểm tra. Ctrl+Shift+D để lấy lại.</translation>
    </message>
    <message>
        <source>{count} keyed by yourself, for somebody else to check</source>
        <translation>{count} hồ sơ do bạn nhập, người khác sẽ kiểm tra</translation>
    </message>
    <message>
        <source>{count} need attention</source>
        <translation>{count} cần xử lý</translation>
    </message>
    <message>
        <source>{count} to check</source>
        <translation>{count} hồ sơ cần kiểm tra</translation>
    </message>
    <message>
        <source>{count} to review</source>
        <translation>{count} ô cần xem</translation>
    </message>
    <message>
        <source>{count} waiting to be sent</source>
        <translation>{count} chờ gửi</translation>
    </message>
    <message>
        <source>{group} · row {row}</source>
        <translation>{group} · dòng {row}</translation>
    </message>
    <message>
        <source>“{name}” is locked with a password.</source>
        <translation>Tệp “{name}” được bảo vệ bằng mật khẩu.</translation>
    </message>
    <message>
        <source>↑ ↓ choose, or type a reason; Enter marks; F6: page, whole dossier</source>
        <translation>↑ ↓ chọn hoặc tự gõ lý do; Enter đánh dấu; F6: trang, cả hồ sơ</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>File Folder</source>
        <translation>Thư mục</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Thư mục</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>Tệp %1</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Ổ đĩa</translation>
    </message>
</context>
<context>
    <name>QDialogButtonBox</name>
    <message>
        <source>OK</source>
        <translation>Đồng ý</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>Tìm trong:</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Lui</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Tới</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Thư mục trên</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Tạo thư mục mới</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Dạng danh sách</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Dạng chi tiết</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>Tên &amp;tệp:</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>Loại tệp:</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Mở</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Lưu</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Chọn</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Mở</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Thư mục:</translation>
    </message>
    <message>
        <source>All Files (*)</source>
        <translation>Mọi tệp (*)</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Tìm thư mục</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Thư mục</translation>
    </message>
    <message>
        <source>Show </source>
        <translation>Hiện </translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>Máy này</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>Đổ&amp;i tên</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Xóa</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>Hiện tệp ẩ&amp;n</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>Thư mục &amp;mới</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Thư mục mới</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Bỏ</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Lui</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Tới</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Lên thư mục trên</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Tạo thư mục mới</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Thanh bên</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Các tệp</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Không thấy tệp.
Vui lòng kiểm tra lại tên tệp.</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Không thấy thư mục.
Vui lòng kiểm tra lại tên thư mục.</translation>
    </message>
    <message>
        <source>Recent Places</source>
        <translation>Nơi vừa dùng</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>Tên</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Cỡ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Loại</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Loại</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Ngày sửa</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Máy này</translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>Máy này</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Hoàn tác</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Làm lại</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Cắ&amp;t</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Chép</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Dán</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Xóa</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Chọn tất cả</translation>
    </message>
</context>
<context>
    <name>QMessageBox</name>
    <message>
        <source>OK</source>
        <translation>Đồng ý</translation>
    </message>
    <message>
        <source>Show Details...</source>
        <translation>Hiện chi tiết…</translation>
    </message>
    <message>
        <source>Hide Details...</source>
        <translation>Ẩn chi tiết…</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>Đồng ý</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lưu</translation>
    </message>
    <message>
        <source>Save All</source>
        <translation>Lưu tất cả</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Mở</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Có</translation>
    </message>
    <message>
        <source>Yes to &amp;All</source>
        <translation>Có cho &amp;tất cả</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Không</translation>
    </message>
    <message>
        <source>N&amp;o to All</source>
        <translation>Khôn&amp;g cho tất cả</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>Bỏ ngang</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Thử lại</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Bỏ qua</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Không lưu</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Trợ giúp</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Áp dụng</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Đặt lại</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Về mặc định</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Hoàn tác</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Làm lại</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Cắ&amp;t</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Chép</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Dán</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Xóa</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Chọn tất cả</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>Chép địa chỉ &amp;liên kết</translation>
    </message>
</context>
</TS>
