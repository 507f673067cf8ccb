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
INSERT INTO `keyward_account` (`user_id`, `security_epoch`, `password_changed_at`, `temporary_until`, `last_sign_in_at`, `webauthn_handle`, `code_failures`, `version`) VALUES ('01a20d6d-5a00-745d-bbbf-aaffb6c47732',1,NULL,NULL,1795521600000,NULL,0,13);
INSERT INTO `keyward_account` (`user_id`, `security_epoch`, `password_changed_at`, `temporary_until`, `last_sign_in_at`, `webauthn_handle`, `code_failures`, `version`) VALUES ('01a20d6d-5a00-776b-a680-3ed2b343d173',0,NULL,NULL,NULL,NULL,0,0);
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
  `conditions` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `metadata` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_api_key_digest` (`digest`),
  UNIQUE KEY `keyward_api_key_user_id_name_key` (`user_id`,`name_key`),
  KEY `keyward_api_key_previous_digest` (`previous_digest`),
  KEY `keyward_api_key_user_id_id` (`user_id`,`id`),
  KEY `keyward_api_key_expires_at` (`expires_at`),
  KEY `keyward_api_key_issued_at` (`issued_at`),
  CONSTRAINT `keyward_api_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_api_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `digest`, `key_id`, `previous_digest`, `previous_until`, `previous_issued_at`, `hint`, `scopes`, `lifetime_days`, `created_at`, `issued_at`, `expires_at`, `last_used_at`, `last_used_ip`, `disabled`, `conditions`, `metadata`, `version`) VALUES ('01a20d6d-5a00-7b04-9f1c-db5956bdbd28','01a20d6d-5a00-745d-bbbf-aaffb6c47732','nightly','2a3b62b53ddb9f167b63d22202a360811ba78df015021f704d01ee9abad4169c','nightly','f5487df1c774c489b492257a931958d550f808513fb9731cd490bd26ad9d8de5','e579c5c7',NULL,NULL,NULL,'kwk_byEu…rH90','[\"*\"]',30,1795521600000,1795521600000,1798113600000,NULL,NULL,0,NULL,NULL,0);
CREATE TABLE `keyward_attempt` (
  `key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `count` int(11) NOT NULL,
  `ends_at` bigint(20) NOT NULL,
  PRIMARY KEY (`key`),
  KEY `keyward_attempt_ends_at` (`ends_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_attempt` (`key`, `count`, `ends_at`) VALUES ('36bf3912564b2f23dfdd02ef679ff73c15edd3ba451f483eeaa7815dcead37f4',1,1798113600000);
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
  `mac` varchar(80) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `seal` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `keyward_audit_event_user_id_id` (`user_id`,`id`),
  KEY `keyward_audit_event_actor_id_id` (`actor_id`,`id`),
  KEY `keyward_audit_event_subject_id_id` (`subject_id`,`id`),
  KEY `keyward_audit_event_type_id` (`type`,`id`),
  KEY `keyward_audit_event_ip_id` (`ip`,`id`),
  KEY `keyward_audit_event_outcome_id` (`outcome`,`id`),
  KEY `keyward_audit_event_seal_id` (`seal`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-707c-8a4a-9bf3883961fb','ssh_key.created',1795521600000,'host','host',NULL,'ssh_key','01a20d6d-5a00-79a0-a767-4ec7c9636b2c','laptop','SHA256:xTvqhtGkpIxDwptpSBxBLTi8+yKnMtvoeDDvgLI3oFk','01a20d6d-5a00-745d-bbbf-aaffb6c47732',NULL,NULL,'success',NULL,NULL,1,'e579c5c7.064ef447253042b54ac3ab463267e9983d7ea904b1345fcebf8075d2f828f985',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7210-a727-3e8ac23fd85c','ssh_private_key.created',1795521600000,'host','host',NULL,'ssh_private_key','01a20d6d-5a00-7671-b38f-bd9ee4a370e7','deploy','SHA256:mPGkad1um6mOciQIJgCZEP2Lb7ejFmRTZ7xJDbo4h3U','01a20d6d-5a00-745d-bbbf-aaffb6c47732',NULL,NULL,'success',NULL,NULL,1,'e579c5c7.36712b7898d47c2ce2393f277856fb888884baee7f0de09782f8d47d894964b9',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7617-98e6-7cd91dbe1707','policy.changed',1795521600000,'host','host',NULL,'policy','organization:acme',NULL,NULL,NULL,NULL,NULL,'success',NULL,NULL,1,'e579c5c7.ac54e5055d60e7733624c2c2dfcbeff9532107cb7e40b0b04b00736d95dd63a6',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-783c-ba6d-72f0cc505e18','api_key.created',1795521600000,'host','host',NULL,'api_key','01a20d6d-5a00-7b04-9f1c-db5956bdbd28','nightly','kwk_byEu…rH90','01a20d6d-5a00-745d-bbbf-aaffb6c47732',NULL,NULL,'success',NULL,NULL,1,'e579c5c7.dc524d271d954af1ccdc3dfdba4b93a45b644ec93f75e870722880409c317703',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-794f-b7bd-e7b642bd198e','ssh_grants.changed',1795521600000,'host','host',NULL,'ssh_grants','ssh_grants',NULL,NULL,NULL,NULL,NULL,'success',NULL,NULL,1,'e579c5c7.36a23724ece0e8005aca02c490fd18a0a6184ce450d2d42a8e53d5c35ec7fa08',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7a4c-a64a-360cde271d46','token.created',1795521600000,'host','host',NULL,'token','01a20d6d-5a00-7c7b-b1c4-f05e1c2e29b6','short','kwt_lhWc…xla3','01a20d6d-5a00-745d-bbbf-aaffb6c47732',NULL,NULL,'success',NULL,NULL,1,'e579c5c7.af3ed9769a5de275824df6ce782214224827b9c60070ea827500c1129b1042e1',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7b39-bda1-48f260140c40','totp.confirmed',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-745d-bbbf-aaffb6c47732','ada',NULL,'01a20d6d-5a00-745d-bbbf-aaffb6c47732',NULL,NULL,'success',NULL,NULL,1,'e579c5c7.eb8803951b6394a4f3d80b3c1b14a7cc287b7ff991fa63963ae14a4329757b22',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7b3f-9856-bbfe9b8a28d5','user.created',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-776b-a680-3ed2b343d173','linus',NULL,'01a20d6d-5a00-776b-a680-3ed2b343d173',NULL,NULL,'success',NULL,NULL,1,'e579c5c7.4684a37cc5a9302c8135dc3b2901cacd0f9dec813e11d5d7f4687874b8825a7b',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7cb2-9ed7-23b9005e9ed0','user.created',1795521600000,'host','host',NULL,'user','01a20d6d-5a00-745d-bbbf-aaffb6c47732','ada',NULL,'01a20d6d-5a00-745d-bbbf-aaffb6c47732',NULL,NULL,'success',NULL,NULL,1,'e579c5c7.29644bf93ca7e5bb995c6f36004f241f2e5871c9be4d1043c106a66de6b6e9ec',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7e6c-90a5-e780bde00c45','ssh_host.created',1795521600000,'host','host',NULL,'ssh_host','01a20d6d-5a00-7be8-bd6a-036577ee64be','bastion.example.com',NULL,NULL,NULL,NULL,'success',NULL,NULL,1,'e579c5c7.0d2d00defa4eeebeb693fe6c678e8e24e99b5173a715cb46fb658e743a538bec',NULL);
INSERT INTO `keyward_audit_event` (`id`, `type`, `at`, `actor_kind`, `actor_id`, `actor_name`, `subject_kind`, `subject_id`, `subject_name`, `subject_hint`, `user_id`, `ip`, `user_agent`, `outcome`, `reason`, `note`, `count`, `mac`, `seal`) VALUES ('01a20d6d-5a00-7f13-afb4-1077ab7cc362','session.created',1795521600000,'user','01a20d6d-5a00-745d-bbbf-aaffb6c47732','ada','session','01a20d6d-5a00-7461-a1a8-fa2db6d686b1',NULL,NULL,'01a20d6d-5a00-745d-bbbf-aaffb6c47732','203.0.113.5','a browser','success',NULL,NULL,1,'e579c5c7.853c78f98a7c3068d76d20b488aae0e8520063f0e5511179f7ef3b026d136b0e',NULL);
CREATE TABLE `keyward_audit_seal` (
  `number` int(11) NOT NULL,
  `from_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `to_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `row_count` int(11) NOT NULL,
  `root` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `previous` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `at` bigint(20) NOT NULL,
  `pruned_at` bigint(20) DEFAULT NULL,
  `ids` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `mac` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_canary` (
  `id` int(11) NOT NULL,
  `sealed` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_canary` (`id`, `sealed`, `key_id`) VALUES (1,'1.87v9ymuaNTOkz6yL83lVyHBTRpDArF88qv5Glb1h3QQhLUA5hmQaPgoo-CAYKbGJ81KY-yTIqMfsJrbf.yki97QACZu8cKQTjcUI9MRTs7VSzlNM0XKmLkdiVh_PvyTE','e579c5c7');
CREATE TABLE `keyward_challenge` (
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `purpose` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `holder` varchar(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`digest`),
  KEY `keyward_challenge_expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_device_code` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_code_digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `client_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `scopes` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `ip` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `user_agent` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  `interval_seconds` int(11) NOT NULL,
  `last_polled_at` bigint(20) DEFAULT NULL,
  `state` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `security_epoch` int(11) DEFAULT NULL,
  `lifetime_hours` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_device_code_digest` (`digest`),
  UNIQUE KEY `keyward_device_code_user_code_digest` (`user_code_digest`),
  KEY `keyward_device_code_user_id` (`user_id`),
  KEY `keyward_device_code_expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_known_device` (
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `seen_at` bigint(20) NOT NULL,
  PRIMARY KEY (`digest`),
  KEY `keyward_known_device_user_id_seen_at` (`user_id`,`seen_at`),
  KEY `keyward_known_device_seen_at` (`seen_at`),
  CONSTRAINT `keyward_known_device_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_notice` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `kind` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `at` bigint(20) NOT NULL,
  `facts` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `key_id` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `tries` int(11) NOT NULL DEFAULT 0,
  `next_at` bigint(20) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `keyward_notice_next_at_id` (`next_at`,`id`),
  KEY `keyward_notice_user_id` (`user_id`),
  CONSTRAINT `keyward_notice_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_one_time_link` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `kind` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `security_epoch` int(11) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_one_time_link_digest` (`digest`),
  KEY `keyward_one_time_link_user_id_id` (`user_id`,`id`),
  KEY `keyward_one_time_link_expires_at` (`expires_at`),
  CONSTRAINT `keyward_one_time_link_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
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
CREATE TABLE `keyward_service_account` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name_key` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `description` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `organization_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `disabled` tinyint(4) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_service_account_name_key` (`name_key`),
  KEY `keyward_service_account_organization_id_id` (`organization_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `keyward_service_key` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `service_account_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
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
  `conditions` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `metadata` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_service_key_digest` (`digest`),
  UNIQUE KEY `keyward_service_key_service_account_id_name_key` (`service_account_id`,`name_key`),
  KEY `keyward_service_key_previous_digest` (`previous_digest`),
  KEY `keyward_service_key_service_account_id_id` (`service_account_id`,`id`),
  KEY `keyward_service_key_expires_at` (`expires_at`),
  KEY `keyward_service_key_issued_at` (`issued_at`),
  CONSTRAINT `keyward_service_key_owner` FOREIGN KEY (`service_account_id`) REFERENCES `keyward_service_account` (`id`) ON DELETE CASCADE ON UPDATE NO ACTION
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
INSERT INTO `keyward_session` (`id`, `user_id`, `digest`, `key_id`, `previous_digest`, `previous_until`, `previous_proof`, `security_epoch`, `bound_to`, `amr`, `proved_keys`, `vouched`, `created_at`, `last_seen_at`, `expires_at`, `proved_at`, `proved_by`, `ip`, `user_agent`) VALUES ('01a20d6d-5a00-7461-a1a8-fa2db6d686b1','01a20d6d-5a00-745d-bbbf-aaffb6c47732','f2fc6c2973f757c6a0c8d56d8c7f9c1c61853e255b89fea9daf5f7c78528f975','e579c5c7',NULL,NULL,NULL,1,NULL,'[\"pwd\",\"otp\"]','[]','[\"pwd\",\"otp\"]',1795521600000,1795521600000,1796126400000,1795521600000,'otp','203.0.113.5','a browser');
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
INSERT INTO `keyward_ssh_grant` (`id`, `position`, `host_group`, `user_id`, `organization_id`, `everyone`, `account`, `permit`, `from_addresses`, `mac`, `key_id`) VALUES ('01a20d6d-5a00-77e3-8b40-1cfdd6c16f25',0,'bastions','01a20d6d-5a00-745d-bbbf-aaffb6c47732',NULL,0,'deploy',NULL,NULL,'a19ce15751d6135f4067580a106d3be87be732a814ae1acedf0515da2020537d','e579c5c7');
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
INSERT INTO `keyward_ssh_host` (`id`, `name`, `name_key`, `host_groups`, `cidrs`, `digest`, `key_id`, `previous_digest`, `previous_until`, `created_at`, `last_seen_at`, `disabled`, `version`) VALUES ('01a20d6d-5a00-7be8-bd6a-036577ee64be','bastion.example.com','2788c5b525a105a117ae057469c60e03124816dd317bb1c3b83671f175372c57','[\"bastions\"]','[]','06cf2ae2bde295cf2d39dd518e12f8cc3f0d868fecb464c557f29d46248b7c65','e579c5c7',NULL,NULL,1795521600000,NULL,0,0);
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
  KEY `keyward_ssh_key_created_at` (`created_at`),
  KEY `keyward_ssh_key_expires_at` (`expires_at`),
  CONSTRAINT `keyward_ssh_key_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_ssh_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `type`, `bits`, `key_blob`, `fingerprint`, `lifetime_days`, `created_at`, `expires_at`, `last_offered_at`, `mac`, `key_id`, `version`) VALUES ('01a20d6d-5a00-79a0-a767-4ec7c9636b2c','01a20d6d-5a00-745d-bbbf-aaffb6c47732','laptop','5eec0dc419aa8337bf725f026fda9c78c1cb1c642eeaff9d6e1112f37783e942','laptop','ssh-ed25519',256,'AAAAC3NzaC1lZDI1NTE5AAAAIHPtiQoNnXL3wzXn0iXkMYJD0v7QckiOYGw3lezC/rdf','c53bea86d1a4a48c43c29b69481c412d38bcfb22a732dbe87830ef80b237a059',NULL,1795521600000,NULL,NULL,'f317748bde3df96d22775709f7af02d63fc97bfba31e967002f651b882015073','e579c5c7',0);
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
INSERT INTO `keyward_ssh_private_key` (`id`, `user_id`, `name`, `name_key`, `name_folded`, `account_name`, `description`, `type`, `public_key`, `fingerprint`, `sealed`, `key_id`, `created_at`, `last_used_at`, `version`) VALUES ('01a20d6d-5a00-7671-b38f-bd9ee4a370e7','01a20d6d-5a00-745d-bbbf-aaffb6c47732','deploy','b7bd55c11b781b0ccc43aa6e57f9dadf0660e9d1d4e27e0979ee43a407d454ae','deploy',NULL,NULL,'ssh-ed25519','ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDQiroH8OZ5amdKtJEb461V2IQH3/pCoeM4FhaP9llkG','SHA256:mPGkad1um6mOciQIJgCZEP2Lb7ejFmRTZ7xJDbo4h3U','1.W5QHA4AWF25_ayxffKCJPw10TijmvBCcV_H7yoGR4e0lmeBb_rNwLNBtglRLqfc5WJCSaYwAnaJXn5js.B9-2k4m2gLYhIB58ApuPtkr1YSc_P2VDcvCD107RV60gMeHXiUeBx7b2h-hMf5qoGsb-Z08wV2lSGYr12Jjx4ZeQyAF2lVsCY9JR5A','e579c5c7',1795521600000,NULL,0);
CREATE TABLE `keyward_token` (
  `id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `name_folded` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `hint` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `scopes` text CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `client_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `keyward_token_digest` (`digest`),
  KEY `keyward_token_user_id_id` (`user_id`,`id`),
  KEY `keyward_token_expires_at` (`expires_at`),
  CONSTRAINT `keyward_token_owner` FOREIGN KEY (`user_id`) REFERENCES `keyward_account` (`user_id`) ON DELETE CASCADE ON UPDATE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `keyward_token` (`id`, `user_id`, `name`, `name_folded`, `digest`, `key_id`, `hint`, `scopes`, `client_id`, `created_at`, `expires_at`, `last_used_at`) VALUES ('01a20d6d-5a00-7c7b-b1c4-f05e1c2e29b6','01a20d6d-5a00-745d-bbbf-aaffb6c47732','short','short','00870ca51ce180f63b409fd6585ccfb4e9f1b189ee903cdbe131a6585c07a475','e579c5c7','kwt_lhWc…xla3','[\"*\"]',NULL,1795521600000,1795608000000,NULL);
CREATE TABLE `keyward_told_end` (
  `digest` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `ends_at` bigint(20) NOT NULL,
  PRIMARY KEY (`digest`),
  KEY `keyward_told_end_ends_at` (`ends_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
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
INSERT INTO `keyward_totp` (`id`, `user_id`, `slot`, `sealed`, `key_id`, `last_step`, `created_at`, `last_used_at`, `expires_at`) VALUES ('01a20d6d-5a00-760f-be71-5a40d83b5ef2','01a20d6d-5a00-745d-bbbf-aaffb6c47732','active','1.IGtwtmuMsWLif9VzOyL3rQEeLaHI8nBevaMXpbg0w7hI6bv5APSVHjIIeZCOxt-JoBLO2CSqD-SZtdrv.3nLe8p6Nc6QYrM10lkwUfFHJpYc3ncaFz3kb-eMQblnhWIOgM8UXJc3tkDzM148O','e579c5c7',59850718,1795521540000,NULL,NULL);
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
INSERT INTO `keyward_user` (`id`, `username`, `username_key`, `display_name`, `display_name_folded`, `organization_id`, `organization_folded`, `admin`, `disabled`, `password_hash`, `created_at`, `version`) VALUES ('01a20d6d-5a00-745d-bbbf-aaffb6c47732','ada','ada','Ada','ada','acme','acme',1,0,'$argon2id$v=19$m=19456,t=2,p=1$7DnJ/kZ31qPne5m3R8WLdw$CnAhVLqgJlpnh/lASqAUbKXm03xrn/CZpddf+H6k2Ck',1795521600000,0);
INSERT INTO `keyward_user` (`id`, `username`, `username_key`, `display_name`, `display_name_folded`, `organization_id`, `organization_folded`, `admin`, `disabled`, `password_hash`, `created_at`, `version`) VALUES ('01a20d6d-5a00-776b-a680-3ed2b343d173','linus','linus','Linus \"Лин\" O’Neill \\ 李','linus \"лин\" o’neill \\ 李',NULL,NULL,0,0,NULL,1795521600000,0);
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
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `migrations` (`id`, `timestamp`, `name`) VALUES (1,1795000000000,'keyward_createTables1795000000000');
INSERT INTO `migrations` (`id`, `timestamp`, `name`) VALUES (2,1796000000000,'keyward_addMachines1796000000000');
INSERT INTO `migrations` (`id`, `timestamp`, `name`) VALUES (3,1797000000000,'keyward_sealAudit1797000000000');
INSERT INTO `migrations` (`id`, `timestamp`, `name`) VALUES (4,1798000000000,'keyward_tellUsers1798000000000');
