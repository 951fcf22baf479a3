/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * What an authority's pages call things, as its manuals show them and as sites of this kind put it otherwise.
 * Most of it has been seen in no more than a manual's picture: several words a label cost nothing and a
 * missing one stops a renewal.
 */

#include "profile-private.h"

typedef struct {
  const char *key;
  const char *words;
} Label;

static const Label labels[KIGEN_N_LABELS] = {
  [KIGEN_LABEL_APPLY] = { "Apply", "証明書更新申請;更新申請" },
  [KIGEN_LABEL_FETCH] = { "Fetch", "更新後証明書の取得;更新後の証明書の取得" },
  [KIGEN_LABEL_SUBMIT] = { "Submit", "Submit;送信;申請;次へ;確認" },
  [KIGEN_LABEL_GET_KEY] = { "GetKey", "鍵の取得;証明書の取得;鍵を取得する;鍵の取得へ進む" },
  [KIGEN_LABEL_DOWNLOAD] = { "Download", "Download;ダウンロード;ダウンロードする;鍵のダウンロード" },
  [KIGEN_LABEL_DOWNLOAD_KEY] = { "DownloadKey", "Download Key;鍵のダウンロード;鍵の取得" },
  [KIGEN_LABEL_STATUS] = { "Status", "証明書ステータス;ステータス;状態;発行状況" },
  [KIGEN_LABEL_PENDING] = { "Pending", "鍵生成中;発行要求中;受付中;処理中;申請中;発行中" },
  [KIGEN_LABEL_ISSUED] = { "Issued", "発行済み;発行済;発行完了" },
  [KIGEN_LABEL_FAILED] = { "Failed", "発行失敗;却下;エラー;失敗;取消;取り消し" },
  [KIGEN_LABEL_REFRESH]
  = { "Refresh", "更新;再表示;再読み込み;最新の状態に更新;最新の情報に更新;ステータスの更新;"
                 "状態を確認;Reload;Refresh" },
  [KIGEN_LABEL_REQUEST_ID] = { "RequestId", "リクエストID;受付番号;Request ID" },
  [KIGEN_LABEL_REFERENCE_ID] = { "ReferenceId", "リファレンスID;Reference ID" },
  [KIGEN_LABEL_PASSWORD] = { "Password", "パスワード;証明書パスワード;鍵の暗号化パスワード;Password" },
  [KIGEN_LABEL_PASSWORD_AGAIN]
  = { "PasswordAgain", "パスワードの確認;パスワード(確認用);証明書パスワード(確認用);パスワード（確認）;"
                       "パスワード再入力;確認用パスワード;Confirm password" },
  [KIGEN_LABEL_SESSION_LOST]
  = { "SessionLost", "セッション無効;セッションがタイムアウトしました;セッションが無効" },
  [KIGEN_LABEL_ALREADY]
  = { "Already", "申請済み;申請を受け付けています;受付済み;既に申請;すでに申請;すでに更新申請;"
                 "既に更新申請" },
  [KIGEN_LABEL_APPLIED_AT]
  = { "AppliedAt", "申請日;申請日時;受付日;受付日時;更新申請日時;更新申請日;申請受付日時;"
                   "発行日;発行日時" },
  [KIGEN_LABEL_OBTAIN] = { "Obtain", "ダウンロード;Download;取得;次へ;Submit" },
  [KIGEN_LABEL_COMMON_NAME] = { "CommonName", "Common Name;CN;コモンネーム;端末;名称" },
  [KIGEN_LABEL_REFUSED]
  = { "Refused", "更新できません;更新することができません;更新することはできません;更新は行えません;"
                 "申請できません;申請することができません;申請することはできません;申請は行えません;"
                 "受け付けられません;受け付けることができません;受け付けできません;受付できません;"
                 "受付することができません;お受けできません;承認できません;承認されません;却下;"
                 "申請期間外;更新期間外;申請期間ではありません;更新期間ではありません;"
                 "更新対象ではありません;更新の対象外;申請の対象外;cannot be renewed" },
  [KIGEN_LABEL_LATER]
  = { "Later", "保守;メンテナンス;混み合って;混雑;しばらく;時間をおいて;時間を置いて;後ほど;"
               "サービス時間外;利用時間外;受付時間外;停止しております;停止しています;停止中;"
               "一時的に;ご利用いただけません;maintenance;temporarily;try again later" },
  [KIGEN_LABEL_ACCEPTED]
  = { "Accepted", "受け付けました;受けつけました;受付けました;受付しました;承りました;受付完了;送信完了;"
                  "申請完了;申請しました;送信しました;完了しました" },
  [KIGEN_LABEL_EMPTY]
  = { "Empty", "がありません;はありません;がございません;はございません;見つかりません;完了していません;"
               "0件;not found;no certificate" },
};

const char *
kigen_label_key (KigenLabel label)
{
  return labels[label].key;
}

const char *
kigen_label_default (KigenLabel label)
{
  return labels[label].words;
}
