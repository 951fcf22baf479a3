# SPDX-License-Identifier: Apache-2.0
# ORCA (WebORCA, monsiaj, glclient): client certificates that renew themselves by one request.

[Profile]
Id=orca
Name=日本医師会ORCA管理機構 クライアント証明書
Provider=orca
# The issuer's name is not published: a profile with the same Id in /etc/kigen/profiles puts it right.
IssuerCommonName=*ORCA*
SubjectCommonName=client*
Validity=P3Y

[Notices]
Days=90;60;30;15
DailyFrom=7
Hour=9
# WebORCA asks from 90 days before the end, the older clients from two months.
RenewFrom=90

[Endpoints]
# Empty: the host follows from the service's, by [Hosts].
Base=
Renew=/api/cert

# The service's host in a client's configuration, and the host that renews for it.
[Hosts]
sms.orca.orcamo.jp=auth.cmo.orcamo.jp
sms.qkn.orcamo.jp=auth.cmo.orcamo.jp
sms.ikn.orcamo.jp=auth.cmo.orcamo.jp
sms.glorca.orcamo.jp=auth.glcmo.orcamo.jp
sms.glqkn.orcamo.jp=auth.glcmo.orcamo.jp
sms.glikn.orcamo.jp=auth.glcmo.orcamo.jp
sms-stg.orca.orcamo.jp=auth-stg.cmo.orcamo.jp
sms-stg.qkn.orcamo.jp=auth-stg.cmo.orcamo.jp
sms-stg.ikn.orcamo.jp=auth-stg.cmo.orcamo.jp
sms-stg.glorca.orcamo.jp=auth-stg.glcmo.orcamo.jp
sms-stg.glqkn.orcamo.jp=auth-stg.glcmo.orcamo.jp
sms-stg.glikn.orcamo.jp=auth-stg.glcmo.orcamo.jp
sms-test.orca.orcamo.jp=cmo-auth-test.orca.orcamo.jp
sms.orca-ng.org=auth.orca-ng.org
sms.qkn.orca-ng.org=auth.orca-ng.org
sms.ikn.orca-ng.org=auth.orca-ng.org

[Waits]
Timeout=30
