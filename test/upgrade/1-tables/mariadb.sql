CREATE TABLE `keyward_account` (
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `security_epoch` int(11) NOT NULL DEFAULT 0,
  `password_changed_at` bigint(20) DEFAULT NULL,
  `temporary_until` bigint(20) DEFAULT NULL,
  `last_sign_in_at` bigint(20) DEFAULT NULL,
  `webauthn_handle` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `code_failures` int(11) NOT NULL DEFAULT 0,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`user_id`),
  CONSTRAINT `keyward_account_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_user` (`id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_account` (`user_id`, `security_epoch`, `password_changed_at`, `temporary_until`, `last_sign_in_at`, `webauthn_handle`, `code_failures`, `version`) VALUES ('01a20d6d-5a00-77fb-834e-1b0a5d60de04',0,NULL,NULL,NULL,NULL,0,0);
INSERT INTO `keyward_account` (`user_id`, `security_epoch`, `password_changed_at`, `temporary_until`, `last_sign_in_at`, `webauthn_handle`, `code_failures`, `version`) VALUES ('01a20d6d-5a00-7e43-831f-03c82aba96c1',1,NULL,NULL,1795521600000,NULL,0,12);
CREATE TABLE `keyward_api_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `previous_until` bigint(20) DEFAULT NULL,
  `previous_issued_at` bigint(20) DEFAULT NULL,
  `hint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `scopes` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `lifetime_days` int(11) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `issued_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `last_used_ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `disabled` tinyint(4) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_api_key_digest` (`digest`),
  UNIQUE KEY `keyward_api_key_user_id_name_key` (`user_id`,`name_key`),
  KEY `keyward_api_key_previous_digest` (`previous_digest`),
  KEY `keyward_api_key_user_id_id` (`user_id`,`id`),
  KEY `keyward_api_key_expires_at` (`expires_at`),
  CONSTRAINT `keyward_api_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_api_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `digest`, `key_id`, `previous_digest`, `previous_until`, `previous_issued_at`, `hint`, `scopes`, `lifetime_days`, `created_at`, `issued_at`, `expires_at`, `last_used_at`, `last_used_ip`, `disabled`, `version`) VALUES ('01a20d6d-5a00-7b47-a9cc-b7515b1ff6ce','01a20d6d-5a00-7e43-831f-03c82aba96c1','nightly','2a3b62b53ddb9f167b63d22202a360811ba78df015021f704d01ee9abad4169c','nightly','7461df9ea067efd64edb80d58e2fb44aec37e1b838565f7ed210e58c9e041845','c97105b0',NULL,NULL,NULL,'kwk_OVzk…ImuL','[\"*\"]',30,1795521600000,1795521600000,1798113600000,NULL,NULL,0,0);
CREATE TABLE `keyward_attempt` (
  `key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `count` int(11) NOT NULL,
  `ends_at` bigint(20) NOT NULL,
  PRIMARY KEY (`key`),
  KEY `keyward_attempt_ends_at` (`ends_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_attempt` (`key`, `count`, `ends_at`) VALUES ('dabf70d4d4dade6ef5a8b06c53a795f5a1f80b482cac2f87b03d7e9f3f9c18bc',1,1798113600000);
CREATE TABLE `keyward_audit_event` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `type` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `at` bigint(20) NOT NULL,
  `actor_kind` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `actor_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `actor_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `subject_kind` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `subject_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `subject_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `subject_hint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `user_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `user_agent` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `outcome` varchar(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `reason` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `note` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `count` int(11) NOT NULL DEFAULT 1,
  PRIMARY KEY (`id`),
  KEY `keyward_audit_event_user_id_id` (`user_id`,`id`),
  KEY `keyward_audit_event_actor_id_id` (`actor_id`,`id`),
  KEY `keyward_audit_event_subject_id_id` (`subject_id`,`id`),
  KEY `keyward_audit_event_type_id` (`type`,`id`),
  KEY `keyward_audit_event_ip_id` (`ip`,`id`),
  KEY `keyward_audit_event_outcome_id` (`outcome`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-7045-a63b-9a2eac721f5b','ssh_grants.changed',1795521600000,'host','host',NULL,'ssh_grants','ssh_grants',NULL,NULL,NULL,NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-71c7-926e-5bcce0717120','ssh_key.created',1795521600000,'host','host',NULL,'ssh_key','01a20d6d-5a00-728d-a25f-aca0204edf3b','laptop','SHA256:xTvqhtGkpIxDwptpSBxBLTi8+yKnMtvoeDDvgLI3oFk','01a20d6d-5a00-7e43-831f-03c82aba96c1',NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-73b0-b202-a7bc6f8baf9a','api_key.created',1795521600000,'host','host',NULL,'api_key','01a20d6d-5a00-7b47-a9cc-b7515b1ff6ce','nightly','kwk_OVzk…ImuL','01a20d6d-5a00-7e43-831f-03c82aba96c1',NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-7663-9107-4dc4b54669a0','totp.confirmed',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-7e43-831f-03c82aba96c1','ada',NULL,'01a20d6d-5a00-7e43-831f-03c82aba96c1',NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-76fa-97f6-26bf125f7f73','session.created',1795521600000,'user','01a20d6d-5a00-7e43-831f-03c82aba96c1','ada','session','01a20d6d-5a00-7ed4-bcbc-a0a9518eeaab',NULL,NULL,'01a20d6d-5a00-7e43-831f-03c82aba96c1','203.0.113.5','a browser','success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-7707-95b4-0a4ad20f17d1','user.created',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-7e43-831f-03c82aba96c1','ada',NULL,'01a20d6d-5a00-7e43-831f-03c82aba96c1',NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-7834-b766-8e3e118b00d4','policy.changed',1795521600000,'host','host',NULL,'policy','organization:acme',NULL,NULL,NULL,NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-793d-8881-ab4443d3f600','token.created',1795521600000,'host','host',NULL,'token','01a20d6d-5a00-79d6-86de-cc3f59d9a7cb','short','kwt_GnrH…D2ct','01a20d6d-5a00-7e43-831f-03c82aba96c1',NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-7cf1-a29f-16e7d1bdcc29','ssh_private_key.created',1795521600000,'host','host',NULL,'ssh_private_key','01a20d6d-5a00-79d4-b165-946d93ccd32e','deploy','SHA256:aAj/5j6A9+3HAjlJQuN59KvHlJxKV+HM5WaeHtOHeQ8','01a20d6d-5a00-7e43-831f-03c82aba96c1',NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-7f3b-96c6-d5bfeb53ea1e','user.created',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-77fb-834e-1b0a5d60de04','linus',NULL,'01a20d6d-5a00-77fb-834e-1b0a5d60de04',NULL,NULL,'success',NULL,NULL,1);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`) VALUES ('01a20d6d-5a00-7fdb-bf46-d6bd05c84f6f','ssh_host.created',1795521600000,'host','host',NULL,'ssh_host','01a20d6d-5a00-7396-aed4-3d33f1f5cdb1','bastion.example.com',NULL,NULL,NULL,NULL,'success',NULL,NULL,1);
CREATE TABLE `keyward_canary` (
  `id` int(11) NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_canary` (`id`, `sealed`, `key_id`) VALUES (1,'1.vENWjxPxjjTVkdmdQMcJLaQfNSnVVOd4qxhfbLqptYpsmckm9O0X1OwwarktsyxDw5C8OLPno3iyoE4U.-aMovzofWpUY5gLPEjsjMSRHFSN4CzCL0JPSQO725IJXGi8','c97105b0');
CREATE TABLE `keyward_challenge` (
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `purpose` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `holder` varchar(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`digest`),
  KEY `keyward_challenge_expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_pending_sign_in` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `kind` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `amr` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `proved_keys` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `vouched` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `security_epoch` int(11) NOT NULL,
  `bound_to` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `attempts` int(11) NOT NULL DEFAULT 0,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_pending_sign_in_digest` (`digest`),
  KEY `keyward_pending_sign_in_user_id_id` (`user_id`,`id`),
  KEY `keyward_pending_sign_in_expires_at` (`expires_at`),
  CONSTRAINT `keyward_pending_sign_in_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_policy` (
  `scope` varchar(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `policy` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `switched_on` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `version` int(11) NOT NULL,
  `updated_at` bigint(20) NOT NULL,
  PRIMARY KEY (`scope`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_policy` (`scope`, `policy`, `switched_on`, `version`, `updated_at`) VALUES ('organization:acme','{\"apiKeys\":{\"maxPerUser\":37}}','{}',1,1795521600000);
CREATE TABLE `keyward_recovery_code` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_recovery_code_user_id_digest` (`user_id`,`digest`),
  CONSTRAINT `keyward_recovery_code_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_revision` (
  `id` int(11) NOT NULL,
  `value` int(11) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_revision` (`id`, `value`) VALUES (1,3);
INSERT INTO `keyward_revision` (`id`, `value`) VALUES (2,1);
CREATE TABLE `keyward_security_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `credential_id` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `credential_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `public_key` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `counter` bigint(20) NOT NULL,
  `transports` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `backup_eligible` tinyint(4) NOT NULL,
  `backed_up` tinyint(4) NOT NULL,
  `attested` tinyint(4) NOT NULL,
  `aaguid` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `passkey` tinyint(4) NOT NULL,
  `suspect` tinyint(4) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `mac` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_security_key_credential_digest` (`credential_digest`),
  UNIQUE KEY `keyward_security_key_user_id_name_key` (`user_id`,`name_key`),
  CONSTRAINT `keyward_security_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_session` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `previous_until` bigint(20) DEFAULT NULL,
  `previous_proof` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `security_epoch` int(11) NOT NULL,
  `bound_to` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `amr` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `proved_keys` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `vouched` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_seen_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  `proved_at` bigint(20) NOT NULL,
  `proved_by` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `user_agent` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_session_digest` (`digest`),
  KEY `keyward_session_previous_digest` (`previous_digest`),
  KEY `keyward_session_user_id_id` (`user_id`,`id`),
  KEY `keyward_session_expires_at` (`expires_at`),
  KEY `keyward_session_last_seen_at` (`last_seen_at`),
  CONSTRAINT `keyward_session_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_session` (`id`, `user_id`, `digest`, `key_id`, `previous_digest`, `previous_until`, `previous_proof`, `security_epoch`, `bound_to`, `amr`, `proved_keys`, `vouched`, `created_at`, `last_seen_at`, `expires_at`, `proved_at`, `proved_by`, `ip`, `user_agent`) VALUES ('01a20d6d-5a00-7ed4-bcbc-a0a9518eeaab','01a20d6d-5a00-7e43-831f-03c82aba96c1','d99c509e975eb6a6f76c3bf26ef37fbd45c48e91936165c6c9eed848b14a076f','c97105b0',NULL,NULL,NULL,1,NULL,'[\"pwd\",\"otp\"]','[]','[\"pwd\",\"otp\"]',1795521600000,1795521600000,1796126400000,1795521600000,'otp','203.0.113.5','a browser');
CREATE TABLE `keyward_ssh_grant` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `position` int(11) NOT NULL,
  `host_group` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `organization_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `everyone` tinyint(4) NOT NULL,
  `account` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `permit` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `from_addresses` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `mac` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`id`),
  KEY `keyward_ssh_grant_host_group_position` (`host_group`,`position`),
  KEY `keyward_ssh_grant_user_id` (`user_id`),
  CONSTRAINT `keyward_ssh_grant_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_grant` (`id`, `position`, `host_group`, `user_id`, `organization_id`, `everyone`, `account`, `permit`, `from_addresses`, `mac`, `key_id`) VALUES ('01a20d6d-5a00-7240-9fa4-7c33632b0d82',0,'bastions','01a20d6d-5a00-7e43-831f-03c82aba96c1',NULL,0,'deploy',NULL,NULL,'c1b78346167c298faaa79d3b49b48f5f1a1e0d1a53171f5f92c5af4546a13b9b','c97105b0');
CREATE TABLE `keyward_ssh_host` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `host_groups` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `cidrs` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `previous_until` bigint(20) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_seen_at` bigint(20) DEFAULT NULL,
  `disabled` tinyint(4) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_ssh_host_name_key` (`name_key`),
  UNIQUE KEY `keyward_ssh_host_digest` (`digest`),
  KEY `keyward_ssh_host_previous_digest` (`previous_digest`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_host` (`id`, `name`, `name_key`, `host_groups`, `cidrs`, `digest`, `key_id`, `previous_digest`, `previous_until`, `created_at`, `last_seen_at`, `disabled`, `version`) VALUES ('01a20d6d-5a00-7396-aed4-3d33f1f5cdb1','bastion.example.com','2788c5b525a105a117ae057469c60e03124816dd317bb1c3b83671f175372c57','[\"bastions\"]','[]','c9693cb63c8d035c56e306b27f66ef73c73cb7d608873fe0433f57130cc73dce','c97105b0',NULL,NULL,1795521600000,NULL,0,0);
CREATE TABLE `keyward_ssh_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `type` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `bits` int(11) NOT NULL,
  `key_blob` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `fingerprint` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `lifetime_days` int(11) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  `last_offered_at` bigint(20) DEFAULT NULL,
  `mac` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_ssh_key_fingerprint` (`fingerprint`),
  UNIQUE KEY `keyward_ssh_key_user_id_name_key` (`user_id`,`name_key`),
  KEY `keyward_ssh_key_user_id_id` (`user_id`,`id`),
  CONSTRAINT `keyward_ssh_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `type`, `bits`, `key_blob`, `fingerprint`, `lifetime_days`, `created_at`, `expires_at`, `last_offered_at`, `mac`, `key_id`, `version`) VALUES ('01a20d6d-5a00-728d-a25f-aca0204edf3b','01a20d6d-5a00-7e43-831f-03c82aba96c1','laptop','5eec0dc419aa8337bf725f026fda9c78c1cb1c642eeaff9d6e1112f37783e942','laptop','ssh-ed25519',256,'AAAAC3NzaC1lZDI1NTE5AAAAIHPtiQoNnXL3wzXn0iXkMYJD0v7QckiOYGw3lezC/rdf','c53bea86d1a4a48c43c29b69481c412d38bcfb22a732dbe87830ef80b237a059',NULL,1795521600000,NULL,NULL,'301e99d022a4761c8fb3f8ee0a0b9ddce2c0a143faaee221d17c3e830b1cb995','c97105b0',0);
CREATE TABLE `keyward_ssh_private_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `account_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `description` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `type` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `public_key` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `fingerprint` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_ssh_private_key_user_id_name_key` (`user_id`,`name_key`),
  KEY `keyward_ssh_private_key_user_id_id` (`user_id`,`id`),
  CONSTRAINT `keyward_ssh_private_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_private_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `account_name`, `description`, `type`, `public_key`, `fingerprint`, `sealed`, `key_id`, `created_at`, `last_used_at`, `version`) VALUES ('01a20d6d-5a00-79d4-b165-946d93ccd32e','01a20d6d-5a00-7e43-831f-03c82aba96c1','deploy','b7bd55c11b781b0ccc43aa6e57f9dadf0660e9d1d4e27e0979ee43a407d454ae','deploy',NULL,NULL,'ssh-ed25519','ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFc6qNWpo4fLF7jrkUbZShCwXcWMDrYTg+oeLRz/O7FC','SHA256:aAj/5j6A9+3HAjlJQuN59KvHlJxKV+HM5WaeHtOHeQ8','1.PEu2Nge6zUe2SLoN_cF9NNNnaG_TxAfKCNev86KdYjdyzbxzZKAehmqswtKBiBr8p-XJpHRIHPdVa763.1Nu6V36pzdF1XkoOKp-XWU18fRfyo16s9HIHLY7lv_O0Ozl50kmQw7CgP_p9SatkOXkhH2lmXb6ZfLTt-xDXRtIklvxjhYsOZdnLqA','c97105b0',1795521600000,NULL,0);
CREATE TABLE `keyward_token` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `hint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `scopes` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_token_digest` (`digest`),
  KEY `keyward_token_user_id_id` (`user_id`,`id`),
  KEY `keyward_token_expires_at` (`expires_at`),
  CONSTRAINT `keyward_token_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_token` (`id`, `user_id`, `name`, `name_folded`, `digest`, `key_id`, `hint`, `scopes`, `created_at`, `expires_at`, `last_used_at`) VALUES ('01a20d6d-5a00-79d6-86de-cc3f59d9a7cb','01a20d6d-5a00-7e43-831f-03c82aba96c1','short','short','0a56d6fd3c8e2f933a952a6c6f01de8f4a2d0570fc22d25ad046760f7e9dd438','c97105b0','kwt_GnrH…D2ct','[\"*\"]',1795521600000,1795608000000,NULL);
CREATE TABLE `keyward_totp` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `slot` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `last_step` bigint(20) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_totp_user_id_slot` (`user_id`,`slot`),
  CONSTRAINT `keyward_totp_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_totp` (`id`, `user_id`, `slot`, `sealed`, `key_id`, `last_step`, `created_at`, `last_used_at`, `expires_at`) VALUES ('01a20d6d-5a00-7b73-9ee7-cd80f67c0f5b','01a20d6d-5a00-7e43-831f-03c82aba96c1','active','1.bdVOzGYkfVvhsCw5SXge1Rhcfd1BGEg07KJqdRQzOOTtdWKgRdERADKNQre0CdvAnh47HL8_-4OEsCDR.b114E541QIzwT8dR1kv2TaTx_3PTk6cGuosrXU6-Sieyxak2p0I4i-G9KgpviKJs','c97105b0',59850718,1795521540000,NULL,NULL);
CREATE TABLE `keyward_user` (
  `id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `username` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `username_key` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `display_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `display_name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `organization_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `organization_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `admin` tinyint(4) NOT NULL,
  `disabled` tinyint(4) NOT NULL,
  `password_hash` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_user_username_key` (`username_key`),
  KEY `keyward_user_organization_id_id` (`organization_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_user` (`id`, `username`, `username_key`, `display_name`, `display_name_folded`, `organization_id`, `organization_folded`, `admin`, `disabled`, `password_hash`, `created_at`, `version`) VALUES ('01a20d6d-5a00-77fb-834e-1b0a5d60de04','linus','linus','Linus \"Лин\" O’Neill \\ 李','linus \"лин\" o’neill \\ 李',NULL,NULL,0,0,NULL,1795521600000,0);
INSERT INTO `keyward_user` (`id`, `username`, `username_key`, `display_name`, `display_name_folded`, `organization_id`, `organization_folded`, `admin`, `disabled`, `password_hash`, `created_at`, `version`) VALUES ('01a20d6d-5a00-7e43-831f-03c82aba96c1','ada','ada','Ada','ada','acme','acme',1,0,'$argon2id$v=19$m=19456,t=2,p=1$ifwUH18N3OUp4jEoFhxT8Q$i0O3brEyj26oHnivNijccpaNCo8AtGRSlg7SP34zlfw',1795521600000,0);
CREATE TABLE `keyward_waiting_secret` (
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `session_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`digest`),
  KEY `keyward_waiting_secret_user_id` (`user_id`),
  KEY `keyward_waiting_secret_expires_at` (`expires_at`),
  CONSTRAINT `keyward_waiting_secret_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `migrations` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `timestamp` bigint(20) NOT NULL,
  `name` varchar(255) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `migrations` (`id`, `timestamp`, `name`) VALUES (1,1795000000000,'keyward_createTables1795000000000');
