# SPDX-License-Identifier: Apache-2.0
# The common certification authority of the online-billing network.

[Profile]
Id=obn
Name=オンライン請求ネットワーク関連システム共通認証局
Provider=mpki
IssuerCommonName=Online Billing NW Common Root CA*
SubjectCommonName=*
# What a renewed certificate should have; less is reported.
Validity=P3Y3M

[Notices]
# Days before the end; then daily from DailyFrom on, at Hour of the local time.
Days=90;60;30;15
DailyFrom=7
Hour=9
# Days before the end from which the authority renews.
RenewFrom=90

[Endpoints]
Base=https://cert.obn.managedpki.ne.jp
Renew=/p/ru
Download=/p/rcd
Revoke=/p/rx
Root=/p/cert

# What the pages say; several by ';', compared after width and space folding.
[Labels]
Apply=証明書更新申請;更新申請
Fetch=更新後証明書の取得;更新後の証明書の取得
Submit=Submit;送信;申請;次へ;確認
GetKey=鍵の取得;証明書の取得;鍵を取得する;鍵の取得へ進む
Download=Download;ダウンロード;ダウンロードする;鍵のダウンロード
DownloadKey=Download Key;鍵のダウンロード;鍵の取得
Status=証明書ステータス;ステータス;状態;発行状況
Pending=鍵生成中;発行要求中;受付中;処理中;申請中;発行中
Issued=発行済み;発行済;発行完了
Failed=発行失敗;却下;エラー;失敗;取消;取り消し
Refresh=更新;再表示;再読み込み;最新の状態に更新;最新の情報に更新;ステータスの更新;状態を確認;Reload;Refresh
RequestId=リクエストID;受付番号;Request ID
ReferenceId=リファレンスID;Reference ID
Password=パスワード;証明書パスワード;鍵の暗号化パスワード;Password
PasswordAgain=パスワードの確認;パスワード(確認用);証明書パスワード(確認用);パスワード（確認）;パスワード再入力;確認用パスワード;Confirm password
SessionLost=セッション無効;セッションがタイムアウトしました;セッションが無効
Already=申請済み;申請を受け付けています;受付済み;既に申請;すでに申請;すでに更新申請;既に更新申請
AppliedAt=申請日;申請日時;受付日;受付日時;更新申請日時;更新申請日;申請受付日時;発行日;発行日時
Obtain=ダウンロード;Download;取得;次へ;Submit
CommonName=Common Name;CN;コモンネーム;端末;名称
# What a page says that is none of the expected ones: no; come back later; your application is taken; nothing to show.
Refused=更新できません;更新することができません;更新することはできません;更新は行えません;申請できません;申請することができません;申請することはできません;申請は行えません;受け付けられません;受け付けることができません;受け付けできません;受付できません;受付することができません;お受けできません;承認できません;承認されません;却下;申請期間外;更新期間外;申請期間ではありません;更新期間ではありません;更新対象ではありません;更新の対象外;申請の対象外;cannot be renewed
Later=保守;メンテナンス;混み合って;混雑;しばらく;時間をおいて;時間を置いて;後ほど;サービス時間外;利用時間外;受付時間外;停止しております;停止しています;停止中;一時的に;ご利用いただけません;maintenance;temporarily;try again later
Accepted=受け付けました;受けつけました;受付けました;受付しました;承りました;受付完了;送信完了;申請完了;申請しました;送信しました;完了しました
Empty=がありません;はありません;がございません;はございません;見つかりません;完了していません;0件;not found;no certificate

# In seconds: between two looks at the status at first and at most, for the issuing, how much longer an application
# whose fate is not known gets to show in the list before the user is asked, and for one answer.
[Waits]
FirstPoll=1
LongestPoll=30
Issue=600
Settle=20
Timeout=30

[Password]
Pattern=[0-9]{4}
Hint=半角数字4桁
HintEnglish=four digits

[Trust]
# Anchors for this authority's TLS: set, nothing else is trusted for it.
CaFile=obn-roots.pem
# What /p/cert may bring: Security Communication RootCA2, which ends on 2029-05-29.
RootSha256=513B2CECB810D4CDE5DD85391ADFC6C2DD60D87BB736D2B521484AA47A0EBEF6
